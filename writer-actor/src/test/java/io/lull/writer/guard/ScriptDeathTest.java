package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.command.CommandLine;
import io.lull.kernel.test.Real;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;
import io.lull.writer.script.Scripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Node or guard is killed or stopped while an application stands still by a program. */
@Timeout(120)
class ScriptDeathTest {
  private static final Duration LEASE = Deaths.LEASE;
  // What a thaw may take, and a second.
  private static final Duration PROMISE = Duration.ofSeconds(4);
  // The node believes a guard for as long as two thaws of one program may take, and a second.
  private static final Duration MARGIN = Duration.ofSeconds(7);
  private static final String LATE =
      """
      echo "$1" >> log
      if [ "$1" = thaw ]; then rm -f frozen; exit 0; fi
      trap '' TERM
      setsid sh -c 'sleep 0.2; touch begun; while sleep 0.01; do touch frozen; done' &
      sleep 1000
      """;
  private static final Deaths DEATHS = new Deaths();

  static Stream<Arguments> deaths() {
    return Deaths.of("by a program");
  }

  @AfterAll
  static void tell() {
    DEATHS.tell();
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_in_a_hold_it_is_thawed(String kind, String who, String signal)
      throws Exception {
    try (Scene scene = Scene.make();
        Scripts scripts = Scripts.make()) {
      HoldToken token = scene.token();
      Path hook = scripts.write("hook", Scripts.USUAL);
      try (Child child = Child.start(scene, token, hook, LEASE)) {
        child.say("begin");
        long asked = Long.parseLong(child.awaitLine("asked "));
        child.awaitLine("began");
        assertThat(scripts.frozen()).isTrue();
        long died = System.nanoTime();
        Deaths.strike(child, who, signal);
        Scene.await("a thaw", () -> !scripts.frozen());
        long thawed = System.nanoTime();
        DEATHS.measured(who, signal, kind + " in the hold", thawed - died);
        assertThat(Duration.ofNanos(thawed - asked)).isLessThan(atMost(who, signal));
        over(scene, scripts, token);
        if (who.equals("guard")) {
          child.say("end");
          assertThat(child.awaitLine("ended ")).isEqualTo("LAPSED");
        }
      }
      assertThat(scripts.log()).startsWith("freeze", "thaw");
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_while_a_program_is_late_it_is_killed_and_thawed(
      String kind, String who, String signal) throws Exception {
    try (Scene scene = Scene.make();
        Scripts scripts = Scripts.make()) {
      HoldToken token = scene.token();
      Path hook = scripts.write("hook", LATE);
      try (Child child = Child.start(scene, token, hook, LEASE)) {
        child.say("begin");
        long asked = Long.parseLong(child.awaitLine("asked "));
        Scene.await("the program to run", () -> scripts.is("begun"));
        long died = System.nanoTime();
        Deaths.strike(child, who, signal);
        Scene.await("a thaw", () -> log(scripts).contains("thaw"));
        over(scene, scripts, token);
        long thawed = System.nanoTime();
        DEATHS.measured(who, signal, kind + " in the freeze", thawed - died);
        assertThat(Duration.ofNanos(thawed - asked)).isLessThan(atMost(who, signal));
      }
    }
  }

  /** A stopped guard is noticed by its silence, which is longer than this lease. */
  private static Duration atMost(String who, String signal) {
    return who.equals("guard") && signal.equals("STOP")
        ? LEASE.plus(MARGIN).plus(PROMISE)
        : LEASE.plus(PROMISE);
  }

  @Test
  void what_nobody_is_left_to_thaw_is_thawed_by_hand() throws Exception {
    try (Scene scene = Scene.make();
        Scripts scripts = Scripts.make()) {
      HoldToken token = scene.token();
      Path hook = scripts.write("hook", Scripts.USUAL);
      Duration ever = Duration.ofMinutes(5);
      try (Child child = Child.start(scene, token, hook, ever, ever, List.of(), Map.of())) {
        child.say("begin");
        child.awaitLine("began");
        Child.signal(child.pid(), "STOP");
        Child.signal(child.guard().pid(), "STOP");
        Child.signal(child.guard().pid(), "KILL");
        Child.signal(child.pid(), "KILL");
        Scene.await("the guard to be gone", () -> child.guard().gone());
        assertThat(scripts.frozen()).isTrue();
        assertThat(Deaths.thawLocal(scene, "--list"))
            .startsWith("held: what stands still by " + hook);
        assertThat(scripts.frozen()).isTrue();
        assertThat(Deaths.thawLocal(scene))
            .startsWith(
                "thawed: what stands still by %s (writer host/files, set set)".formatted(hook));
        over(scene, scripts, token);
        assertThat(scripts.log()).containsExactly("freeze", "thaw");
      }
    }
  }

  @Test
  void who_cannot_thaw_by_hand_says_why() throws Exception {
    try (Scene scene = Scene.make();
        Scripts scripts = Scripts.make()) {
      Path hook = scripts.write("hook", "echo 'no such database' >&2; exit 5\n");
      Hook.Call call = Hook.Call.identify(new CommandLine(List.of(hook.toString())));
      HoldToken token = scene.token();
      Hooks hooks =
          Hooks.of(
              Scene.WRITER,
              new SetId("set"),
              token,
              LEASE,
              List.of(new Hook(call, Optional.of(call))),
              LEASE);
      scene
          .files()
          .write(
              new HoldFile(
                  new HoldNote(token, new SetId("set"), Scene.WRITER, hooks),
                  new GuardLife(Long.MAX_VALUE, 1)));
      assertThat(Deaths.thawLocal(scene))
          .startsWith("NOT THAWED: ")
          .contains("status 5: no such database");
      assertThat(scene.holds()).isOne();
    }
  }

  /** As {@link Stuck}: the freeze that a program asked for returns when its lease is long over. */
  @Test
  void a_freeze_that_cannot_be_killed_is_thawed_when_it_returns(@TempDir Path directory)
      throws Exception {
    Real.needCommand("fsfreeze");
    try (Scene scene = Scene.make();
        Scripts scripts = Scripts.make();
        Stuck stuck = Stuck.make(directory, "ext4");
        Watch watch = Watch.of(stuck.mount())) {
      HoldToken token = scene.token();
      Path hook =
          scripts.write(
              "hook",
              "echo \"$1\" >> log\ncase $1 in freeze) exec fsfreeze -f '%1$s';; *) fsfreeze -u '%1$s' || :;; esac\n"
                  .formatted(stuck.mount()));
      try (Child child = Child.start(scene, token, hook, LEASE)) {
        stuck.jam();
        child.say("begin");
        Scene.await("a thaw in vain", () -> log(scripts).contains("thaw"));
        stuck.free();
        assertThat(child.awaitLine("refused ")).contains("HOLD_LAPSED");
        watch.awaitThawed();
        over(scene, scripts, token);
      }
    }
  }

  private static void over(Scene scene, Scripts scripts, HoldToken token) {
    Scene.await("no hold file", () -> scene.holds() == 0);
    assertThat(Scripts.processes(token.hex()).stream().filter(line -> line.contains("hook")))
        .isEmpty();
    assertThat(scripts.frozen()).isFalse();
  }

  private static List<String> log(Scripts scripts) {
    try {
      return scripts.log();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
