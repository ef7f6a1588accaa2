package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * lease and a second. That second is the promise itself.
 */
class DatabaseDeathTest {
  private static final Duration LEASE = Duration.ofMillis(1500);
  private static final Duration PROMISE = Duration.ofSeconds(1);
  private static final List<String> MEASURED = new ArrayList<>();

  @TempDir private Path directory;

  static Stream<Arguments> deaths() {
    return Stream.of("WAL", "DELETE")
        .flatMap(
            mode ->
                Stream.of("node", "guard")
                    .flatMap(
                        who ->
                            Stream.of("KILL", "STOP", "TERM")
                                .map(signal -> Arguments.of(mode, who, signal))));
  }

  @BeforeEach
  void need() throws IOException {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    directory = directory.toRealPath();
  }

  @AfterAll
  static void tell() {
    MEASURED.forEach(System.out::println);
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_in_a_hold_it_ends_in_time(String mode, String who, String signal)
      throws Exception {
    Path path = directory.resolve("a database.db");
    try (Scene scene = Scene.make();
        Watch watch = Watch.ofDatabase(path, mode);
        Child child = Child.start(scene, scene.token(), path, LEASE)) {
      child.say("begin");
      long asked = Long.parseLong(child.awaitLine("asked "));
      child.awaitLine("began");
      watch.awaitFrozen();
      long died = System.nanoTime();
      Child.signal(who.equals("node") ? child.pid() : child.guard().pid(), signal);
      long thawed = watch.awaitThawed();
      MEASURED.add(
          "%s | %s | sqlite %s | %d ms".formatted(who, signal, mode, (thawed - died) / 1_000_000));
      assertThat(Duration.ofNanos(thawed - asked)).isLessThan(LEASE.plus(PROMISE));
      if (who.equals("guard")) {
        Scene.await("the guard to be gone", () -> child.guard().gone());
        child.say("end");
        assertThat(child.awaitLine("ended ")).isEqualTo("LAPSED");
      }
      Scene.await("no hold file", () -> scene.holds() == 0);
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
      assertThat(thawLocal(scene, "--list"))
          .contains("held: the database " + path + " (writer host/files, set set)");
      assertThat(watch.frozen()).isTrue();
      assertThat(thawLocal(scene)).contains("thawed: the database " + path);
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
      assertThat(thawLocal(scene)).contains("thawed already: the database " + path);
      assertThat(scene.holds()).isZero();
    }
  }

  private static String thawLocal(Scene scene, String... more) throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("--run-directory", scene.runDirectory().toString()));
    arguments.addAll(List.of(more));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ExitCode code =
        ThawLocal.run(arguments.toArray(String[]::new), new PrintStream(said, true, UTF_8));
    assertThat(code).isEqualTo(ExitCode.COMPLETED);
    return said.toString(UTF_8);
  }
}
