package io.lull.cli.stream.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import io.lull.wire.WireLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Entries by which a source tells whoever restores what no file of the application says. */
public final class Reserved {
  /** A JSON array of the names of entries that changed while they were read. */
  public static final String CHANGED = ".lull/changed.json";

  /** What a PostgreSQL needs to know to become consistent. */
  public static final String POSTGRES = ".lull/postgres.json";

  /** What a log of SQLite has of each database. */
  public static final String SQLITE = ".lull/sqlite.json";

  /** A directory entry with the owner, the rights and the time of the directory that was read. */
  public static final String ROOT = ".lull/root";

  /** Below it, WAL files of SQLite, as database and number. */
  public static final String WAL = ".lull/wal/";

  private static final JsonFactory FACTORY = new JsonFactory();

  private Reserved() {}

  /**
   * The names in the entry that was read last, which is the one of that name.
   *
   * <p>A byte that is no UTF-8 stands there as half of a pair, which Wire would refuse.
   */
  public static List<EntryName> changed(Tar tar, Entry entry) throws IOException {
    List<EntryName> names = new ArrayList<>();
    try (JsonParser json = FACTORY.createParser(new String(bytes(tar, entry), UTF_8))) {
      boolean good = json.nextToken() == JsonToken.START_ARRAY;
      for (JsonToken next = json.nextToken();
          good && next != JsonToken.END_ARRAY;
          next = json.nextToken()) {
        good = next == JsonToken.VALUE_STRING && names.size() < WireLimits.ELEMENTS;
        if (good) {
          names.add(EntryName.of(json.getText()));
        }
      }
      if (good) {
        return names;
      }
    } catch (JsonProcessingException broken) {
      // Said below.
    }
    throw new MalformedTarException("expected an array of names as " + entry.name());
  }

  /** The value in the entry that was read last. */
  public static <T> T value(Tar tar, Entry entry, Class<T> type) throws IOException {
    try {
      return Wire.json().read(bytes(tar, entry), type);
    } catch (WireException broken) {
      throw new MalformedTarException(
          "expected to understand " + entry.name() + ", but " + broken.fault().detail());
    }
  }

  private static byte[] bytes(Tar tar, Entry entry) throws IOException {
    if (entry.size() > WireLimits.MESSAGE_BYTES - 64) {
      throw new MalformedTarException(
          "expected a short " + entry.name() + ", but it has " + entry.size() + " bytes");
    }
    return tar.content().readNBytes((int) entry.size());
  }
}
