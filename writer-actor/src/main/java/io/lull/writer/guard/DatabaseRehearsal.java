package io.lull.writer.guard;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Locks real databases in the run directory, so that the library is in memory too. */
final class DatabaseRehearsal {
  private static final List<String> BESIDE = List.of("", "-wal", "-shm", "-journal");

  private final Path directory;
  private final GuardLife life;
  private final Admission admission;
  private final List<String> paths = new ArrayList<>();

  private DatabaseRehearsal(Path directory, GuardLife life, Admission admission) {
    this.directory = directory;
    this.life = life;
    this.admission = admission;
  }

  /** Does nothing on a machine without the library: there nobody can have such a hold. */
  static void play(Path directory, GuardLife life, Admission admission, int rounds)
      throws GuardException, IOException {
    if (Sqlite.missing().isPresent()) {
      return;
    }
    DatabaseRehearsal rehearsal = new DatabaseRehearsal(directory.toRealPath(), life, admission);
    try {
      rehearsal.make("log", "PRAGMA journal_mode=WAL; CREATE TABLE rehearsal(line)");
      rehearsal.make("journal", "CREATE TABLE rehearsal(line)");
      rehearsal.make("empty", "");
      for (int round = 0; round < rounds; round++) {
        rehearsal.round();
      }
    } catch (GuardException failed) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE,
          "to rehearse a lock of SQLite in " + directory,
          failed.fault().detail());
    } finally {
      rehearsal.remove();
    }
  }

  private void make(String name, String content) throws IOException {
    Path path = directory.resolve("rehearsal-" + life.pid() + "-" + name);
    paths.add(path.toString());
    Files.write(path, new byte[0]);
    if (!content.isEmpty()) {
      try (Sqlite database = Sqlite.open(path.toString())) {
        database.execute(content);
      }
    }
  }

  private void round() throws GuardException, IOException {
    Databases what = Databases.identify(paths);
    HoldNote note =
        new HoldNote(
            new HoldToken("0".repeat(32)), GuardRehearsal.SET, GuardRehearsal.WRITER, what);
    var _ = Frames.readNode(new ByteArrayInputStream(Frames.of(new NodeMessage.Begin(note, 1))));
    try (GuardedHold held = what.open(admission);
        GuardedHold late = what.open(admission)) {
      held.begin(() -> true);
      var _ = late.conflict(List.of(held), List.of());
      refuse(late);
      if (!held.end()) {
        throw GuardException.expected(
            Failure.WRITER_INFRASTRUCTURE, "a lock to stand in a rehearsal", "it did not");
      }
    }
  }

  private static void refuse(GuardedHold late) {
    int[] asked = new int[1];
    try {
      late.begin(() -> ++asked[0] < 10);
      late.end();
    } catch (GuardException asExpected) {
      // It is locked already.
    }
  }

  private void remove() throws IOException {
    for (String path : paths) {
      for (String beside : BESIDE) {
        Files.deleteIfExists(Path.of(path + beside));
      }
    }
  }
}
