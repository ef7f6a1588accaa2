package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.sqlite.SqliteException;
import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Node or guard is killed or stopped while a database is locked: its writer goes on within the
 * lease and a second.
 */
class DatabaseDeathTest {
  private static final Deaths DEATHS = new Deaths();

  @TempDir private Path directory;

  static Stream<Arguments> deaths() {
    return Deaths.of("WAL", "DELETE");
  }

  @BeforeEach
  void need() throws IOException {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    directory = directory.toRealPath();
  }

  @AfterAll
  static void tell() {
    DEATHS.tell();
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_in_a_hold_it_ends_in_time(String mode, String who, String signal)
      throws Exception {
    Path path = directory.resolve("a database.db");
    try (Watch watch = Watch.ofDatabase(path, mode)) {
      DEATHS.inHold(path, watch, "sqlite " + mode, who, signal);
    }
  }

  /** Somebody else has the lock, and is waited for. */
  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_while_the_lock_is_waited_for_it_is_not_taken_for_good(
      String mode, String who, String signal) throws Exception {
    Path path = directory.resolve("a busy\ndatabase.db");
    try (Watch watch = Watch.ofDatabase(path, mode);
        Sqlite other = Sqlite.open(path.toString())) {
      Deaths.Obstacle busy =
          new Deaths.Obstacle() {
            @Override
            public void jam() {
              Scene.await("the lock", () -> taken(other));
            }

            @Override
            public boolean jams(Child child) {
              return child.guardHas(path);
            }

            @Override
            public void free() throws Exception {
              other.execute("ROLLBACK");
            }
          };
      DEATHS.inSlowFreeze(path, watch, busy, "sqlite " + mode, who, signal);
    }
  }

  private static boolean taken(Sqlite connection) {
    try {
      connection.execute("BEGIN IMMEDIATE");
      return true;
    } catch (SqliteException busy) {
      return false;
    }
  }

  @Test
  void what_both_left_behind_is_let_go_by_hand_and_named() throws Exception {
    Path path = directory.resolve("left\nbehind.db");
    try (Scene scene = Scene.make();
        Watch watch = Watch.ofDatabase(path, "WAL");
        Child child = Child.start(scene, scene.token(), path, Duration.ofMinutes(5))) {
      child.say("begin");
      child.awaitLine("began");
      watch.awaitFrozen();
      Child.signal(child.guard().pid(), "STOP");
      Child.signal(child.pid(), "STOP");
      assertThat(Deaths.thawLocal(scene, "--list"))
          .contains("held: the database " + path + " (writer host/files, set set)");
      assertThat(watch.frozen()).isTrue();
      assertThat(Deaths.thawLocal(scene)).contains("thawed: the database " + path);
      watch.awaitThawed();
      assertThat(child.guard().gone()).isTrue();
      assertThat(scene.holds()).isZero();
    }
  }

  @Test
  void one_that_went_with_its_guard_is_known_to_be_free() throws Exception {
    Path path = directory.resolve("free.db");
    try (Scene scene = Scene.make();
        Watch watch = Watch.ofDatabase(path, "DELETE");
        Child child = Child.start(scene, scene.token(), path, Duration.ofMinutes(5))) {
      child.say("begin");
      child.awaitLine("began");
      Child.signal(child.pid(), "STOP");
      Child.signal(child.guard().pid(), "KILL");
      watch.awaitThawed();
      Scene.await("the guard to be gone", () -> child.guard().gone());
      assertThat(Deaths.thawLocal(scene)).contains("thawed already: the database " + path);
      assertThat(scene.holds()).isZero();
    }
  }
}
