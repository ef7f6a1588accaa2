package io.lull.writer.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that do what nobody wants: after each of them nothing stands still and nothing runs. */
@Timeout(120)
class ScriptFaultsTest {
  private static final Duration LEASE = Duration.ofMillis(800);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static ScriptStage stage;

  @TempDir Path directory;
  private final HoldToken token = ScriptStage.token();
  private Scripts scripts;

  @BeforeAll
  static void begin() throws Exception {
    stage = ScriptStage.make();
  }

  @AfterAll
  static void end() throws Exception {
    stage.close();
  }

  @BeforeEach
  void make() throws Exception {
    scripts = Scripts.make();
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    assertThat(Scripts.processes(token.hex())).isEmpty();
    assertThat(scripts.frozen()).isFalse();
    scripts.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Hangs.
        "touch frozen; sleep 1000",
        // Ignores everything that can be ignored.
        "trap '' TERM HUP INT QUIT; touch frozen; while :; do sleep 0.1; done",
        // Freezes after its deadline, again and again.
        "while :; do sleep 0.05; touch frozen; done",
        // Has grandchildren, also such as have left its group, its session and their parents.
        "(sleep 1000 & sleep 1000) & touch frozen; sleep 1000",
        "setsid sh -c 'trap \"\" TERM; while :; do sleep 0.05; touch frozen; done' & sleep 1000",
        "(setsid sh -c 'while :; do sleep 0.05; touch frozen; done' &) ; sleep 1000",
        // Has forgotten where it comes from, but not its parents.
        "env -i setsid -w sleep 1000",
        // Closes what it could be heard by.
        "exec >/dev/null 2>&1 </dev/null; touch frozen; exec sleep 1000",
      })
  void at_the_deadline_it_is_killed_and_then_thawed(String freeze) throws Exception {
    Path hook =
        scripts.write(
            "hook",
            "echo \"$1\" >> log\ncase $1 in freeze) " + freeze + ";; thaw) rm -f frozen;; esac\n");
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
    Fault fault = ScriptStage.refused(writer, token, LEASE);
    assertThat(fault.failure()).isEqualTo(Failure.HOLD_LAPSED);
    assertThat(scripts.log()).containsExactly("freeze", "thaw");
    assertThat(writer.thaw(token)).isNotEqualTo(HoldEnd.HELD);
    assertThat(stage.memory()).isEmptyDirectory();
  }

  /** Nobody can kill it, because what it waits for is the thaw. */
  @Test
  void a_program_that_writes_to_what_it_froze_is_thawed_and_then_gone() throws Exception {
    Real.needCommand("fsfreeze");
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      String mount = "'" + device.mount() + "'";
      Path hook =
          scripts.write(
              "hook",
              "echo \"$1\" >> log\ncase $1 in freeze) fsfreeze -f "
                  + mount
                  + "; echo done > "
                  + mount
                  + "/note;; thaw) fsfreeze -u "
                  + mount
                  + " 2>/dev/null || :;; esac\n");
      Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
      assertThat(ScriptStage.refused(writer, token, LEASE).failure())
          .isEqualTo(Failure.HOLD_LAPSED);
      Files.writeString(device.mount().resolve("after"), "writes get through");
      assertThat(scripts.log()).startsWith("freeze", "thaw").endsWith("thaw");
    }
  }

  @Test
  void what_it_floods_is_read_and_forgotten() throws Exception {
    Path hook =
        scripts.write(
            "hook",
            "head -c 100000000 /dev/zero; head -c 100000000 /dev/zero >&2\n" + Scripts.USUAL);
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
    assertThat(ScriptStage.freeze(writer, token).end()).isEqualTo(HoldEnd.HELD);
  }

  @Test
  void what_it_said_last_is_why_it_failed_and_no_terminal_obeys_it() throws Exception {
    Path hook =
        scripts.write(
            "hook",
            """
            echo "$1" >> log
            if [ "$1" = freeze ]; then
              touch frozen
              head -c 100000 /dev/zero >&2
              printf '\\n\\033[31mno such\\007 database\\n' >&2
              exit 3
            fi
            rm -f frozen
            """);
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
    Fault fault = ScriptStage.refused(writer, token, LONG);
    assertThat(fault.failure()).isEqualTo(Failure.WRITER_RETRYABLE);
    assertThat(fault.detail()).contains("no such", "database").doesNotContain("\033", "\007");
    assertThat(scripts.log()).containsExactly("freeze", "thaw");
  }

  @Test
  void what_was_frozen_before_one_that_failed_is_thawed() throws Exception {
    String body = "echo \"$1 ${0##*/}\" >> log\n";
    scripts.write("hooks.d/1", body);
    scripts.write("hooks.d/2", body + "[ \"$1\" = thaw ]\n");
    scripts.write("hooks.d/3", body);
    Writer writer =
        stage.prepared(
            "contract", "qemu", "directory", scripts.directory().resolve("hooks.d").toString());
    assertThat(ScriptStage.refused(writer, token, LONG).failure())
        .isEqualTo(Failure.WRITER_RETRYABLE);
    assertThat(scripts.log()).containsExactly("freeze 1", "freeze 2", "thaw 2", "thaw 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"trap '' TERM; setsid sleep 1000 & sleep 1000", "echo broken >&2; exit 1"})
  void a_thaw_that_fails_is_called_again_and_the_hold_is_not_attested(String first)
      throws Exception {
    Path hook =
        scripts.write(
            "hook",
            "echo \"$1\" >> log\n"
                + "[ \"$1\" = freeze ] && { touch frozen; exit; }\n"
                + "[ -e tried ] || { touch tried; "
                + first
                + "; }\nrm frozen\n");
    Writer writer =
        stage.prepared("contract", "qemu", "program", hook.toString(), "thaw-limit", "400ms");
    Hold hold = ScriptStage.freeze(writer, token);
    assertThat(scripts.frozen()).isTrue();
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    assertThat(scripts.log()).containsExactly("freeze", "thaw", "thaw");
  }

  /** As when its limit is over, which is shorter than the lease. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_freeze_that_nobody_waits_for_any_more_is_killed_and_thawed(boolean interrupted)
      throws Exception {
    Path hook =
        scripts.write(
            "hook",
            """
            echo "$1" >> log
            case $1 in freeze) touch frozen; sleep 1000;; *) rm frozen;; esac
            """);
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ScriptStage.freeze(writer, token);
                    thrown.complete(new AssertionError("expected no hold"));
                  } catch (Exception failed) {
                    thrown.complete(failed);
                  }
                });
    while (!scripts.frozen()) {
      Thread.onSpinWait();
    }
    if (interrupted) {
      waiting.interrupt();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }
    assertThat(writer.thaw(token)).isNotEqualTo(HoldEnd.HELD);
    assertThat(thrown.get()).isNotInstanceOf(AssertionError.class);
    assertThat(scripts.log()).containsExactly("freeze", "thaw");
  }

  @Test
  void a_hold_ends_with_its_lease() throws Exception {
    Path hook = scripts.write("hook", Scripts.USUAL);
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
    Hold hold = writer.freeze(ScriptStage.CONTEXT, ScriptStage.lease(token, LEASE));
    while (scripts.frozen()) {
      Thread.onSpinWait();
    }
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    assertThat(scripts.log()).containsExactly("freeze", "thaw");
  }

  @Test
  void one_program_does_not_hold_for_two() throws Exception {
    Path hook = scripts.write("hook", Scripts.USUAL);
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
    Hold hold = ScriptStage.freeze(writer, token);
    assertThat(ScriptStage.refused(writer, ScriptStage.token(), LONG).failure())
        .isEqualTo(Failure.HOLD_REFUSED);
    assertThat(scripts.frozen()).isTrue();
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    assertThat(scripts.log()).containsExactly("freeze", "thaw");
  }
}
