package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Who dies of what, what then has to be so, and how long it took. The second is the promise itself.
 */
final class Deaths {
  static final Duration LEASE = Duration.ofMillis(1500);
  static final Duration PROMISE = Duration.ofSeconds(1);

  private final List<String> measured = new ArrayList<>();

  /** Both processes and each signal, for each kind of what is held. */
  static Stream<Arguments> of(String... kinds) {
    return Stream.of(kinds)
        .flatMap(
            kind ->
                Stream.of("node", "guard")
                    .flatMap(
                        who ->
                            Stream.of("KILL", "STOP", "TERM")
                                .map(signal -> Arguments.of(kind, who, signal))));
  }

  static void strike(Child child, String who, String signal) throws IOException {
    Child.signal(who.equals("node") ? child.pid() : child.guard().pid(), signal);
  }

  /** In the middle of a hold: it ends within the lease and a second, and nothing is left of it. */
  void inHold(Path held, Watch watch, String kind, String who, String signal) throws Exception {
    try (Scene scene = Scene.make();
        Child child = Child.start(scene, scene.token(), held, LEASE)) {
      child.say("begin");
      long asked = Long.parseLong(child.awaitLine("asked "));
      child.awaitLine("began");
      watch.awaitFrozen();
      long died = System.nanoTime();
      strike(child, who, signal);
      long thawed = watch.awaitThawed();
      measured(who, signal, kind + " in the hold", thawed - died);
      assertThat(Duration.ofNanos(thawed - asked)).isLessThan(LEASE.plus(PROMISE));
      if (who.equals("guard")) {
        // One that was stopped must not wake up and end somebody else's hold.
        Scene.await("the guard to be gone", () -> child.guard().gone());
        child.say("end");
        assertThat(child.awaitLine("ended ")).isEqualTo("LAPSED");
      }
      Scene.await("no hold file", () -> scene.holds() == 0);
    }
  }

  /** What makes a hold take longer to begin than its lease lasts. */
  interface Obstacle {
    /** From here on it does not begin. */
    void jam() throws Exception;

    /** Whether it has been tried. */
    boolean jams(Child child);

    /** From here on it can begin. */
    void free() throws Exception;
  }

  /** While a hold begins that takes too long: it is undone as soon as that is possible. */
  void inSlowFreeze(
      Path held, Watch watch, Obstacle obstacle, String kind, String who, String signal)
      throws Exception {
    try (Scene scene = Scene.make();
        Child child = Child.start(scene, scene.token(), held, LEASE)) {
      obstacle.jam();
      child.say("begin");
      long asked = Long.parseLong(child.awaitLine("asked "));
      Scene.await("a freeze that hangs", () -> obstacle.jams(child));
      strike(child, who, signal);
      // The freeze returns when its lease is over, which is later than anybody would like.
      Scene.await(
          "the lease to be over",
          () -> System.nanoTime() - asked > LEASE.plusMillis(300).toNanos());
      assertThat(watch.frozen()).isTrue();
      long free = System.nanoTime();
      obstacle.free();
      long thawed = watch.awaitThawed();
      measured(who, signal, kind + " in a slow freeze", thawed - free);
      assertThat(Duration.ofNanos(thawed - free)).isLessThan(PROMISE);
      Scene.await("no hold file", () -> scene.holds() == 0);
      // What is frozen after that would be frozen for ever.
      if (who.equals("guard") && !signal.equals("TERM")) {
        Scene.await("the guard to be gone", () -> child.guard().gone());
      }
      watch.awaitThawed();
    }
  }

  void measured(String who, String signal, String when, long nanos) {
    measured.add("%s | %s | %s | %d ms".formatted(who, signal, when, nanos / 1_000_000));
  }

  void tell() {
    measured.forEach(System.out::println);
  }

  /** What it said of this scene; other file systems of the machine are none of its business. */
  static String thawLocal(Scene scene, String... more) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--run-directory", scene.runDirectory().toString()));
    ExitCode code =
        ThawLocal.run(
            arguments.toArray(String[]::new),
            new PrintStream(out, true, UTF_8),
            new PrintStream(out, true, UTF_8));
    String said = out.toString(UTF_8);
    assertThat(code == ExitCode.THAW_UNCONFIRMED).isEqualTo(said.startsWith("NOT THAWED"));
    return said;
  }
}
