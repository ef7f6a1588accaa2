package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks of a real guard beside what else a guard holds. */
class DatabaseHoldTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private Scene scene;

  @BeforeEach
  void begin() throws Exception {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    scene = Scene.make();
  }

  @AfterEach
  void end() throws Exception {
    scene.close();
  }

  private HoldNote note(Path... paths) throws GuardException {
    return new HoldNote(
        scene.token(),
        new SetId("set"),
        Scene.WRITER,
        Databases.identify(List.of(paths).stream().map(Path::toString).toList()));
  }

  private static Failure failure(Guard guard, HoldNote note) {
    try {
      guard.begin(note, LEASE);
    } catch (GuardException refused) {
      return refused.fault().failure();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
    throw new AssertionError("expected a refusal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void a_lock_ends_although_its_file_system_takes_no_writes(String mode) throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.ofDatabase(device.mount().resolve("a.db"), mode)) {
      Guard guard = scene.guard();
      HoldNote locks = note(device.mount().resolve("a.db"));
      HoldNote files = scene.note(device.mount());
      guard.begin(locks, LEASE);
      assertThat(scene.holdFiles()).containsExactly(locks);
      watch.awaitFrozen();
      guard.begin(files, LEASE);
      assertThat(guard.end(locks.token())).isEqualTo(HoldEnd.HELD);
      assertThat(watch.frozen()).isTrue();
      assertThat(guard.end(files.token())).isEqualTo(HoldEnd.HELD);
      watch.awaitThawed();
      assertThat(guard.end(locks.token())).isEqualTo(HoldEnd.HELD);
    }
  }

  @Test
  void a_database_on_a_frozen_file_system_is_refused_and_not_waited_for() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.ofDatabase(device.mount().resolve("a.db"), "WAL")) {
      Guard guard = scene.guard();
      HoldNote files = scene.note(device.mount());
      guard.begin(files, LEASE);
      watch.awaitFrozen();
      assertThat(failure(guard, note(device.mount().resolve("a.db"))))
          .isEqualTo(Failure.HOLD_REFUSED);
      assertThat(guard.end(files.token())).isEqualTo(HoldEnd.HELD);
      watch.awaitThawed();
    }
  }

  @Test
  void a_file_system_waits_for_no_database_that_is_just_being_locked() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Sqlite busy = database(device.mount().resolve("busy.db"))) {
      Guard guard = scene.guard();
      busy.execute("BEGIN IMMEDIATE");
      HoldNote locks = note(device.mount().resolve("busy.db"));
      Thread waits = Thread.ofPlatform().start(() -> failure(guard, locks));
      Scene.await("a lock that is waited for", () -> scene.holds() == 1);
      assertThat(failure(guard, scene.note(device.mount()))).isEqualTo(Failure.HOLD_REFUSED);
      guard.end(locks.token());
      waits.join();
      assertThat(scene.holds()).isZero();
      busy.execute("INSERT INTO t VALUES(1); COMMIT");
    }
  }

  private static Sqlite database(Path path) throws Exception {
    Files.createFile(path);
    Sqlite database = Sqlite.open(path.toString());
    database.execute("CREATE TABLE t(x)");
    return database;
  }

  @Test
  void all_are_locked_or_none() throws Exception {
    Path top = directory.toRealPath();
    try (Sqlite free = database(top.resolve("a free.db"));
        Sqlite busy = database(top.resolve("busy.db"))) {
      Guard guard = scene.guard();
      busy.execute("BEGIN IMMEDIATE");
      HoldNote both = note(top.resolve("a free.db"), top.resolve("busy.db"));
      assertThatThrownBy(() -> guard.begin(both, Duration.ofSeconds(1)))
          .hasMessageContaining("busy.db");
      free.execute("INSERT INTO t VALUES(1)");
      busy.execute("ROLLBACK");
      guard.begin(note(top.resolve("a free.db")), LEASE);
      assertThat(failure(guard, note(top.resolve("busy.db"), top.resolve("a free.db"))))
          .isEqualTo(Failure.HOLD_REFUSED);
      // Whoever is refused takes nothing from whoever holds, though both are in one process.
      assertThatThrownBy(() -> free.execute("INSERT INTO t VALUES(1)"))
          .hasMessageContaining("locked");
      busy.execute("INSERT INTO t VALUES(1)");
    }
  }

  @Test
  void a_link_in_the_place_of_a_database_or_of_its_directory_is_refused() throws Exception {
    Path top = directory.toRealPath();
    Path inner = Files.createDirectory(top.resolve("inner"));
    database(inner.resolve("a.db")).close();
    HoldNote note = note(inner.resolve("a.db"));
    Files.move(inner, top.resolve("moved"));
    Files.createSymbolicLink(inner, top.resolve("moved"));
    assertThat(failure(scene.guard(), note)).isEqualTo(Failure.OBJECT_NOT_FOUND);
    Files.delete(inner);
    Files.createDirectory(inner);
    Files.createSymbolicLink(inner.resolve("a.db"), top.resolve("moved/a.db"));
    HoldNote again = new HoldNote(scene.token(), note.set(), note.writer(), note.what());
    assertThat(failure(scene.guard(), again)).isEqualTo(Failure.WRITER_NON_RETRYABLE);
    assertThat(scene.holds()).isZero();
  }

  @Test
  void a_note_of_a_thousand_long_names_is_understood_and_of_more_is_refused() throws Exception {
    Path top = directory.toRealPath();
    Path deep = Files.createDirectories(top.resolve("d".repeat(200) + "/" + "e".repeat(200)));
    List<String> names =
        IntStream.range(0, 1_000)
            .mapToObj(i -> deep.resolve(("\n é" + i + "-").repeat(10)).toString())
            .toList();
    for (String name : names) {
      Files.createFile(Path.of(name));
    }
    Databases all = Databases.identify(names);
    HoldNote note = new HoldNote(scene.token(), new SetId("set"), Scene.WRITER, all);
    assertThat(HoldNote.of(Lines.parse(note.lines().text()))).isEqualTo(note);
    assertThat(Frames.of(new NodeMessage.Begin(note, 1))).hasSizeLessThan(Frames.MAX);
    for (int i = 0; i < 1_000; i++) {
      Files.createFile(deep.resolve("x".repeat(240) + i));
    }
    List<String> more = new ArrayList<>(names);
    for (int i = 0; i < 1_000; i++) {
      more.add(deep.resolve("x".repeat(240) + i).toString());
    }
    assertThatThrownBy(() -> Databases.identify(more)).hasMessageContaining("too long together");
    assertThat(all.shown()).startsWith("1000 databases: ").endsWith(" and 997 more");
  }
}
