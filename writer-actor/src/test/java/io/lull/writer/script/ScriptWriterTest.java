package io.lull.writer.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that do what they should, by each of the contracts. */
@Timeout(120)
class ScriptWriterTest {
  private static ScriptStage stage;
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

  /** It finds the programs beside itself by its own name, as the one that QEMU comes with. */
  @Test
  void a_hook_of_the_guest_agent_runs_unchanged() throws Exception {
    Path hook =
        scripts.write(
            "fsfreeze-hook",
            """
            for program in "$(dirname -- "$0")"/fsfreeze-hook.d/*; do
              "$program" "$@" || exit
            done
            """);
    scripts.write("fsfreeze-hook.d/10-application", "env > environment\n" + Scripts.USUAL);
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());

    Hold hold = ScriptStage.freeze(writer, token);
    assertThat(scripts.frozen()).isTrue();
    assertThat(writer.thaw(ScriptStage.token())).isEqualTo(HoldEnd.NOT_HELD);
    assertThat(scripts.frozen()).isTrue();
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    assertThat(writer.thaw(token)).isEqualTo(HoldEnd.HELD);
    assertThat(scripts.log()).containsExactly("freeze", "thaw");
    // The last two are the shell's own.
    assertThat(Files.readAllLines(scripts.directory().resolve("environment")))
        .allMatch(
            line ->
                List.of("LULL_HOLD=" + token.hex(), "LULL_SET=set", "LULL_WRITER=scripts")
                        .contains(line)
                    || line.matches("LULL_(SECONDS|NUMBER)=\\d+|LULL_STEP=(freeze|thaw)")
                    || line.matches("(PATH|LANG|PWD|OLDPWD|SHLVL|_)=.*"))
        .contains("LULL_HOLD=" + token.hex(), "LANG=C");
  }

  @Test
  void all_programs_of_a_directory_freeze_in_their_order_and_thaw_in_the_reverse_one()
      throws Exception {
    String body = "echo \"$1 ${0##*/}\" | tr '\\n' ' ' >> log; echo >> log\n";
    for (String name :
        List.of(
            "20 second",
            "10-first",
            "30\nthird",
            "10-first~",
            "40.sample",
            "50.rpmsave",
            "60.dpkg-old",
            "70.bak",
            "80.orig",
            ".hidden")) {
      scripts.write("hooks.d/" + name, body);
    }
    Files.writeString(scripts.directory().resolve("hooks.d/README"), "not executable");
    Files.createDirectory(scripts.directory().resolve("hooks.d/more"));
    Writer writer =
        stage.prepared(
            "contract", "qemu", "directory", scripts.directory().resolve("hooks.d").toString());

    assertThat(ScriptStage.freeze(writer, token).end()).isEqualTo(HoldEnd.HELD);
    assertThat(scripts.log())
        .containsExactly(
            "freeze 10-first ",
            "freeze 20 second ",
            "freeze 30 third ",
            "thaw 30 third ",
            "thaw 20 second ",
            "thaw 10-first ");
  }

  @Test
  void a_pair_gets_its_own_arguments_as_they_are() throws Exception {
    Path pre = scripts.write("pre it", "for a; do echo \"[$a]\" >> log; done; touch frozen\n");
    Path post = scripts.write("post it", "rm frozen; echo \"post $#\" >> log\n");
    Writer writer =
        stage.prepared(
            "contract",
            "pair",
            "pre",
            "\"" + pre + "\" 'a  b' $(c) ;",
            "post",
            "'" + post + "' ''");

    Hold hold = ScriptStage.freeze(writer, token);
    assertThat(scripts.frozen()).isTrue();
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    assertThat(scripts.log()).containsExactly("[a  b]", "[$(c)]", "[;]", "post 1");
  }

  /** A lock of a database's command line tool lives as long as the tool does. */
  @Test
  void what_a_freeze_leaves_running_holds_until_the_thaw_and_may_print() throws Exception {
    Path hook =
        scripts.write(
            "hook",
            """
            case $1 in
              freeze) (while sleep 0.02; do echo still here; echo still here >&2; touch ticks; done) &;;
              thaw) ;;
            esac
            """);
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
    Hold hold = ScriptStage.freeze(writer, token);
    for (int tick = 0; tick < 3; tick++) {
      while (!Files.deleteIfExists(scripts.directory().resolve("ticks"))) {
        Thread.onSpinWait();
      }
    }
    assertThat(Scripts.processes(token.hex())).isNotEmpty();
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
  }

  /** Killing what it started would undo what it did. */
  @Test
  void what_a_thaw_starts_lives_on() throws Exception {
    Path pre = scripts.write("pre", "touch frozen\n");
    Path post = scripts.write("post", "rm frozen; sleep 1000 & echo $! > server\n");
    Writer writer =
        stage.prepared("contract", "pair", "pre", pre.toString(), "post", post.toString());
    assertThat(ScriptStage.freeze(writer, token).end()).isEqualTo(HoldEnd.HELD);
    long server = Long.parseLong(Files.readString(scripts.directory().resolve("server")).strip());
    ProcessHandle process = ProcessHandle.of(server).orElseThrow();
    assertThat(process.isAlive()).isTrue();
    assertThat(Files.readString(Path.of("/proc/" + server + "/oom_score_adj")).strip())
        .isEqualTo("0");
    process.destroyForcibly();
    process.onExit().join();
  }

  @Test
  void our_own_contract_holds_as_long_as_standard_input_is_open() throws Exception {
    Path held =
        scripts.write(
            "holder",
            """
            touch frozen; echo "$LULL_SET $LULL_WRITER $LULL_SECONDS" >> log
            echo held
            cat > /dev/null
            rm frozen; echo let go >> log
            """);
    Writer writer = stage.prepared("contract", "held", "held", held.toString());
    Hold hold = ScriptStage.freeze(writer, token);
    assertThat(scripts.frozen()).isTrue();
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    assertThat(scripts.log()).hasSize(2).contains("let go");
    assertThat(scripts.log().getFirst()).matches("set scripts (59|60)");
  }

  @ParameterizedTest
  @CsvSource({
    "it ended in the hold, echo held; read x < go; exit 0",
    "it ended with another status, echo held; cat > /dev/null; exit 1",
    "it did not end, echo held; trap '' TERM; sleep 1000"
  })
  void a_program_of_ours_that_does_not_hold_to_it_has_not_held(String how, String body)
      throws Exception {
    Files.deleteIfExists(scripts.directory().resolve("go"));
    if (how.contains("in the hold")) {
      new ProcessBuilder("mkfifo", scripts.directory().resolve("go").toString()).start().waitFor();
    }
    Path held = scripts.write("holder", body + "\n");
    Writer writer =
        stage.prepared("contract", "held", "held", held.toString(), "thaw-limit", "300ms");
    Hold hold = ScriptStage.freeze(writer, token);
    if (how.contains("in the hold")) {
      Files.writeString(scripts.directory().resolve("go"), "\n");
      while (!Scripts.processes(token.hex()).isEmpty()) {
        Thread.onSpinWait();
      }
    }
    assertThat(hold.end()).as(how).isEqualTo(HoldEnd.LAPSED);
  }

  @Test
  void a_program_of_ours_that_never_says_that_it_holds_does_not() throws Exception {
    Path silent = scripts.write("silent", "touch frozen; cat >/dev/null; rm frozen\n");
    Writer writer = stage.prepared("contract", "held", "held", silent.toString());
    assertThat(ScriptStage.refused(writer, token, Duration.ofMillis(600)).failure())
        .isEqualTo(Failure.HOLD_LAPSED);
    // It was killed, so that it could not tidy up: what it holds has to end with it.
    assertThat(Files.deleteIfExists(scripts.directory().resolve("frozen"))).isTrue();

    Path other = scripts.write("other", "echo not today; cat > /dev/null\n");
    Writer second = stage.prepared("contract", "held", "held", other.toString());
    assertThat(ScriptStage.refused(second, ScriptStage.token(), Duration.ofMinutes(1)).detail())
        .contains("not today");
    Path brief = scripts.write("brief", "exit 0\n");
    Writer third = stage.prepared("contract", "held", "held", brief.toString());
    assertThat(ScriptStage.refused(third, ScriptStage.token(), Duration.ofMinutes(1)).detail())
        .contains("status 0");
  }

  @ParameterizedTest
  @CsvSource({"false, NONE", "true, APPLICATION", "files, APPLICATION_AND_FILES"})
  void what_it_stops_is_what_it_is_said_to_stop(String stops, HoldKind kind) throws Exception {
    Path hook = scripts.write("hook", Scripts.USUAL);
    Writer writer =
        stage.writer("contract", "qemu", "program", hook.toString(), "stops-writes", stops);
    assertThat(writer.describe().kind()).isEqualTo(kind);
    assertThat(stage.writer("contract", "qemu", "program", hook.toString()).describe().kind())
        .isEqualTo(HoldKind.NONE);
  }

  @Test
  void a_restore_has_a_program_before_and_one_after() throws Exception {
    Path hook = scripts.write("hook", "echo \"$LULL_STEP $LULL_SESSION $1\" >> log\n");
    Path failing = scripts.write("failing", "echo no >&2; exit 4\n");
    Writer writer =
        stage.writer(
            "contract",
            "qemu",
            "program",
            hook.toString(),
            "pre-restore",
            hook + " x",
            "post-restore",
            failing.toString());
    assertThat(writer.preRestore(ScriptStage.CONTEXT, Map.of()))
        .isEqualTo(new HandlerResult.Done());
    assertThat(scripts.log()).containsExactly("before-restore session x");
    Map<ComponentId, FileRestoreStatus> files = Map.of();
    assertThat(writer.postRestore(ScriptStage.CONTEXT, files, true))
        .isEqualTo(new HandlerResult.Done());
    assertThat(writer.postRestore(ScriptStage.CONTEXT, files, false))
        .isInstanceOf(HandlerResult.Failed.class)
        .extracting(result -> ((HandlerResult.Failed) result).fault())
        .satisfies(
            fault -> {
              assertThat(fault.failure()).isEqualTo(Failure.WRITER_RECOVERY_FAILED);
              assertThat(fault.detail()).contains("status 4: no");
            });
  }
}
