package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.lull.kernel.Below;
import io.lull.kernel.Descriptor;
import io.lull.kernel.FileCalls;
import io.lull.kernel.Identity;
import io.lull.kernel.SuperBlock;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * SQLite databases that are held together.
 *
 * <p>Only the guard opens them. Their locks belong to the process that took them, and are gone as
 * soon as that process closes any descriptor of the same file: in the node, a provider that copies
 * the file would do just that. So they also end with the guard, and that is how the node lets them
 * go if the guard does not.
 */
public record Databases(List<Database> all) implements Holdable {
  static final String KIND = "sqlite";

  /** A note of more would be no message to the guard any more. */
  private static final int NOTE_MAX = Frames.MAX * 3 / 4;

  private static final int SHOWN = 3;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  public Databases {
    all = List.copyOf(all);
  }

  /** Looks at what is there now. */
  public static Databases identify(Collection<String> paths) throws GuardException {
    List<Database> all = new ArrayList<>();
    Map<List<Long>, String> files = new HashMap<>();
    try (FileCalls calls = new FileCalls()) {
      for (String path : new TreeSet<>(paths)) {
        Database found = Database.identify(calls, path);
        Identity file = found.identity();
        String other =
            files.put(
                List.of(file.inode(), (long) file.deviceMajor(), (long) file.deviceMinor()), path);
        if (other != null) {
          throw GuardException.expected(
              Failure.WRITER_NON_RETRYABLE,
              "one name for each database",
              other + " and " + path + " are one file; remove one of the two hard links");
        }
        all.add(found);
      }
    }
    Databases databases = new Databases(all);
    Lines lines = new Lines();
    databases.say(lines);
    if (lines.text().getBytes(UTF_8).length > NOTE_MAX) {
      throw GuardException.expected(
          Failure.WRITER_NON_RETRYABLE,
          "names of databases that fit into one message",
          "these are too long together; give the databases to two writers");
    }
    return databases;
  }

  /** Nothing is opened before it begins. */
  @Override
  public GuardedHold open(Admission admission) throws GuardException {
    Set<String> directories = new HashSet<>();
    all.forEach(database -> directories.add(directory(database)));
    Set<SuperBlock> blocks = new HashSet<>();
    try {
      for (String directory : directories) {
        try (Descriptor open = Descriptor.ofDirectory(directory)) {
          SuperBlock block = SuperBlock.of(open);
          if (blocks.add(block)) {
            blocks.addAll(Below.of(block));
          }
        }
      }
    } catch (SystemCallException failed) {
      throw new GuardException(failed.fault("the directories of " + shown()));
    } catch (IOException unreadable) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE,
          "to read from /sys what " + shown() + " lie on",
          unreadable.getMessage() + "; mount /sys for the node");
    }
    return new DatabaseHold(this, blocks);
  }

  private static String directory(Database database) {
    return database.path().substring(0, Math.max(1, database.path().lastIndexOf('/')));
  }

  @Override
  public NodeHand reach(GuardProcess guard) {
    return new NodeHand() {
      @Override
      public Optional<Boolean> letGo() {
        if (guard.gone()) {
          return Optional.of(false);
        }
        guard.kill();
        return Optional.empty();
      }

      @Override
      public void close() {
        // It has nothing open.
      }
    };
  }

  @Override
  public boolean letGo(GuardLife by) throws InterruptedException {
    if (by.gone()) {
      return false;
    }
    by.ask();
    while (!by.awaitGone(PATIENCE)) {
      by.kill();
    }
    return true;
  }

  @Override
  public void say(Lines lines) {
    lines
        .add("kind", KIND)
        .add("thaw", "kill the process of the number that guard says, or lull thaw --local");
    for (Database database : all) {
      Identity identity = database.identity();
      lines
          .add("database", database.path())
          .add(
              "identity",
              "%d %d %d %d"
                  .formatted(
                      identity.inode(),
                      identity.deviceMajor(),
                      identity.deviceMinor(),
                      identity.mount()));
    }
  }

  static Databases of(Lines lines) {
    List<String> paths = lines.all("database");
    List<String> identities = lines.all("identity");
    if (paths.size() != identities.size()) {
      throw new IllegalArgumentException("expected an identity for each database");
    }
    List<Database> all = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      String[] words = identities.get(i).split(" ");
      if (words.length != 4) {
        throw new IllegalArgumentException("expected an identity of four numbers");
      }
      all.add(
          new Database(
              paths.get(i),
              new Identity(
                  Long.parseLong(words[0]),
                  Integer.parseInt(words[1]),
                  Integer.parseInt(words[2]),
                  Long.parseLong(words[3]))));
    }
    return new Databases(all);
  }

  @Override
  public String shown() {
    String some = all.stream().limit(SHOWN).map(Database::path).collect(joining(", "));
    return (all.size() == 1 ? "the database " : all.size() + " databases: ")
        + some
        + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
  }
}
