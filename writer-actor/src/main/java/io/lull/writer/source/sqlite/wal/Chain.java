package io.lull.writer.source.sqlite.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.writer.source.Durable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the logs of an instance go, as it outlives the process.
 *
 * @param next the generation of the log that is made next
 * @param broken why nothing can go on where the logs end; empty as long as the WAL is to be held
 * @param links where the logs of each database end
 */
public record Chain(long next, Optional<String> broken, SortedMap<String, Link> links) {
  private static final String FILE = "chain";
  private static final String NEXT = "next";
  private static final String BROKEN = "broken";
  private static final String PATH = "path.";
  private static final String INODE = "inode.";
  private static final String END = "end.";
  private static final String POSITION = "position.";

  /**
   * One database: which file it is, and how far its WAL is in logs.
   *
   * @param end where the last log ends
   * @param position where the next one begins: there, or at the beginning of the WAL that follows
   */
  record Link(Path path, long inode, WalPosition end, WalPosition position) {
    static Link ending(Path path, long inode, WalPosition end) {
      return new Link(path, inode, end, end);
    }

    Link at(WalPosition moved) {
      return new Link(path, inode, end, moved);
    }
  }

  public Chain {
    if (next < 1) {
      throw new IllegalArgumentException("expected a generation of 1 or more, but got " + next);
    }
    links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
  }

  Chain broken(String why) {
    return new Chain(next, Optional.of(why), links);
  }

  /** The WAL of a database was begun anew, with nothing in it that is not in logs. */
  Chain at(String name, WalPosition start) {
    SortedMap<String, Link> moved = new TreeMap<>(links);
    moved.computeIfPresent(name, (_, link) -> link.at(start));
    return new Chain(next, broken, moved);
  }

  /** After one log more. */
  Chain advanced(SortedMap<String, WalPosition> positions) {
    SortedMap<String, Link> moved = new TreeMap<>();
    links.forEach(
        (name, link) ->
            moved.put(
                name,
                Link.ending(
                    link.path(), link.inode(), positions.getOrDefault(name, link.position()))));
    return new Chain(next + 1, broken, moved);
  }

  /**
   * What is known; empty if that is nothing, or nothing that can be understood. Then a new chain
   * begins with a number that none has had.
   */
  public static Optional<Chain> read(Path directory) throws IOException {
    Properties read = new Properties();
    try {
      read.load(new StringReader(Files.readString(directory.resolve(FILE), UTF_8)));
      SortedMap<String, Link> links = new TreeMap<>();
      for (String key : read.stringPropertyNames()) {
        if (key.startsWith(PATH)) {
          String name = key.substring(PATH.length());
          links.put(
              name,
              new Link(
                  Path.of(read.getProperty(key)),
                  Long.parseLong(read.getProperty(INODE + name, "")),
                  WalPosition.of(read.getProperty(END + name, "")),
                  WalPosition.of(read.getProperty(POSITION + name, ""))));
        }
      }
      return Optional.of(
          new Chain(
              Long.parseLong(read.getProperty(NEXT, "")),
              Optional.ofNullable(read.getProperty(BROKEN)),
              links));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException damaged) {
      return Optional.empty();
    }
  }

  /** Returns when it is durable; the file is the old one or the new one at any time. */
  void write(Path directory) throws IOException {
    Properties said = new Properties();
    said.setProperty(NEXT, Long.toString(next));
    broken.ifPresent(why -> said.setProperty(BROKEN, why));
    for (Map.Entry<String, Link> link : links.entrySet()) {
      said.setProperty(PATH + link.getKey(), link.getValue().path().toString());
      said.setProperty(INODE + link.getKey(), Long.toString(link.getValue().inode()));
      said.setProperty(END + link.getKey(), link.getValue().end().text());
      said.setProperty(POSITION + link.getKey(), link.getValue().position().text());
    }
    StringWriter text = new StringWriter();
    said.store(text, null);
    Durable.write(directory.resolve(FILE), text.toString().getBytes(UTF_8));
  }
}
