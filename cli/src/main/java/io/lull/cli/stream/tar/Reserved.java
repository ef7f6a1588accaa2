package io.lull.cli.stream.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
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

  /** A JSON object with the count of the entries that have no content, and names of some. */
  public static final String LEFT_OUT = ".lull/left-out.json";

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

  /** The names in the entry that was read last, which is the one of that name. */
  public static List<EntryName> changed(Tar tar, Entry entry) throws IOException {
    try (JsonParser json = FACTORY.createParser(new String(bytes(tar, entry), UTF_8))) {
      return names(json);
    } catch (JsonProcessingException broken) {
      throw new MalformedTarException("expected an array of names as " + entry.name());
    }
  }

  /** What the entry that was read last, which is the one of that name, says. */
  public static LeftOut leftOut(Tar tar, Entry entry) throws IOException {
    int count = 0;
    List<EntryName> names = List.of();
    try (JsonParser json = FACTORY.createParser(new String(bytes(tar, entry), UTF_8))) {
      json.nextToken();
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        switch (field) {
          case "count" -> count = json.nextIntValue(0);
          case "names" -> names = names(json);
          default -> {
            json.nextToken();
            json.skipChildren();
          }
        }
      }
      return new LeftOut(count, names.stream().map(EntryName::text).toList());
    } catch (JsonProcessingException | IllegalArgumentException broken) {
      throw new MalformedTarException("expected a count and names as " + entry.name());
    }
  }

  /** A byte that is no UTF-8 stands there as half of a pair, which Wire would refuse. */
  private static List<EntryName> names(JsonParser json) throws IOException {
    List<EntryName> names = new ArrayList<>();
    JsonToken next = json.nextToken();
    if (next != JsonToken.START_ARRAY) {
      throw new JsonParseException(json, "expected an array");
    }
    for (next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
      if (next != JsonToken.VALUE_STRING || names.size() == WireLimits.ELEMENTS) {
        throw new JsonParseException(json, "expected names, and not too many of them");
      }
      names.add(EntryName.of(json.getText()));
    }
    return names;
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
