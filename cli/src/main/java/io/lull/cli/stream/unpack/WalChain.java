package io.lull.cli.stream.unpack;

import io.lull.cli.frame.Trouble;
import io.lull.cli.stream.tar.EntryName;
import io.lull.cli.stream.tar.Reserved;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.DatabaseId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The WAL files of a backup, applied to their databases one after the other. */
final class WalChain {
  private final SortedMap<WalName, Path> files = new TreeMap<>();
  private final SortedMap<WalName, SqliteFacts.Part> facts = new TreeMap<>();
  private int added;

  /** The n-th WAL file of a database. */
  private record WalName(String database, long number) implements Comparable<WalName> {
    static WalName of(EntryName name) {
      String rest = name.raw().substring(Reserved.WAL.length());
      int slash = rest.lastIndexOf('/');
      try {
        return new WalName(
            new EntryName(rest.substring(0, Math.max(0, slash))).raw(),
            Long.parseLong(rest.substring(slash + 1)));
      } catch (NumberFormatException none) {
        throw bad("expected the number of a WAL file, but got " + name);
      }
    }

    @Override
    public int compareTo(WalName other) {
      int names = database.compareTo(other.database);
      return names == 0 ? Long.compare(number, other.number) : names;
    }
  }

  /** Where the file of this name goes; one that comes again is the same again. */
  Path add(EntryName name, Path directory) {
    Path file = directory.resolve("wal-" + added);
    added++;
    files.put(WalName.of(name), file);
    return file;
  }

  void add(SqliteFacts log) {
    for (SqliteFacts.Part part : log.databases()) {
      facts.put(new WalName(new EntryName(part.name()).raw(), log.log()), part);
    }
  }

  /** The logs have frames also of these databases, which are not there. */
  void without(List<DatabaseId> lost) {
    Predicate<WalName> of =
        name -> lost.stream().map(DatabaseId::name).anyMatch(name.database()::equals);
    files.keySet().removeIf(of);
    facts.keySet().removeIf(of);
  }

  /** Applies all of them; what does not fit is refused by its name. */
  void apply(Path directory, Set<EntryName> databases, Runnable check) throws IOException {
    demandFacts();
    for (var wal : files.entrySet()) {
      check.run();
      EntryName database = new EntryName(wal.getKey().database());
      if (!databases.contains(database)) {
        throw bad("expected database " + database + ", but it is not there");
      }
      String name = database + "-wal of log " + wal.getKey().number();
      long frames = Wal.apply(wal.getValue(), database.below(directory), name);
      SqliteFacts.Part said = facts.get(wal.getKey());
      if (said != null && said.frames() != frames) {
        throw bad("expected " + said.frames() + " frames in " + name + ", but got " + frames);
      }
    }
  }

  /** Whether each log of a database begins where the one before it ends. */
  private void demandFacts() {
    Optional<WalName> last = Optional.empty();
    String end = "";
    for (var fact : facts.entrySet()) {
      WalName name = fact.getKey();
      SqliteFacts.Part part = fact.getValue();
      boolean first = last.filter(before -> before.database().equals(name.database())).isEmpty();
      if (!first && !part.after().equals(end)) {
        throw bad(
            "expected log "
                + name.number()
                + " of "
                + name.database()
                + " to begin where log "
                + last.orElseThrow().number()
                + " ends, but it does not");
      }
      if (part.frames() > 0 && !files.containsKey(name)) {
        throw bad(
            "expected frames of "
                + name.database()
                + " in log "
                + name.number()
                + ", but got none");
      }
      last = Optional.of(name);
      end = part.to();
    }
  }

  private static RuntimeException bad(String what) {
    return Trouble.of(ExitCode.VERIFY_FAILED, what, "");
  }
}
