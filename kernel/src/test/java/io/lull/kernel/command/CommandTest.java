package io.lull.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommandTest {
  private static Running shell(String script) throws Exception {
    return Running.start(
        new CommandLine(List.of("/bin/sh", "-c", script)), Map.of("PATH", "/usr/bin:/bin"));
  }

  @Test
  void a_line_is_taken_apart_at_its_blanks_and_quotes() {
    assertThat(CommandLine.parse("  /bin/x a  'b c'\"d\" '' $(e)\t*;| ").words())
        .containsExactly("/bin/x", "a", "b cd", "", "$(e)", "*;|");
    assertThat(CommandLine.ofShell("a | b").with(List.of("c d")).words())
        .containsExactly("/bin/sh", "-c", "a | b \"$@\"", "lull", "c d");
    assertThatThrownBy(() -> CommandLine.parse("/x 'y")).hasMessageContaining("expected a '");
    assertThatThrownBy(() -> CommandLine.parse(" ")).hasMessageContaining("but got nothing");
    assertThatThrownBy(() -> CommandLine.parse("x")).hasMessageContaining("absolute path");
  }

  @Test
  void a_word_that_the_locale_cannot_write_is_known_before_it_is_another_one() {
    assertThat(CommandLine.canSay("/srv/ü", StandardCharsets.US_ASCII)).isFalse();
    assertThat(CommandLine.canSay("/srv/ü", StandardCharsets.UTF_8)).isTrue();
    assertThat(CommandLine.canSay("/srv/plain")).isTrue();
  }

  @Test
  void how_it_ended_and_what_it_said_is_known() throws Exception {
    Outcome outcome = shell("echo said; echo wrong >&2; exit 7").await();
    assertThat(outcome).isEqualTo(new Outcome(7, "said\n", "wrong\n"));
    assertThat(outcome.complaint()).isEqualTo("it ended with status 7: wrong");
    assertThat(shell("cat").await().isSuccess()).as("nobody types anything").isTrue();
  }

  @Test
  void of_what_it_prints_the_beginning_is_kept_and_of_what_it_complains_about_the_end()
      throws Exception {
    Outcome outcome =
        shell("echo first; head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; echo last >&2")
            .await();
    assertThat(outcome.out()).startsWith("first\n").hasSize(Running.OUT);
    assertThat(outcome.err()).endsWith("last\n").hasSize(Running.ERR);
  }

  @Test
  void a_command_that_is_not_to_be_ended_half_way_is_asked_and_never_killed(@TempDir Path directory)
      throws Exception {
    Path suspended = directory.resolve("suspended");
    Path resumed = directory.resolve("resumed");
    // Longer than the grace that others are given, as a tool in the middle of a device's change.
    Running suspending =
        shell("trap '' TERM; echo > '" + suspended + "'; sleep 2; echo > '" + resumed + "'");
    while (!Files.exists(suspended)) {
      Thread.onSpinWait();
    }
    CompletableFuture<Boolean> unwanted = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    suspending.awaitWhole();
                    unwanted.complete(false);
                  } catch (InterruptedException interrupted) {
                    unwanted.complete(Files.exists(resumed));
                  }
                });
    waiting.interrupt();
    assertThat(unwanted.join()).as("it is told when all of it is done").isTrue();
  }

  @Test
  void what_it_leaves_behind_in_its_group_ends_with_it() throws Exception {
    Outcome outcome = shell("(trap '' TERM HUP; sleep 1000) & echo $!").await();
    long left = Long.parseLong(outcome.out().strip());
    ProcessHandle.of(left).ifPresent(handle -> handle.onExit().join());
    assertThat(outcome.isSuccess()).isTrue();
  }

  @Test
  void an_interrupt_ends_it_with_all_that_it_has_started() throws Exception {
    Running running =
        shell("trap '' TERM; (trap '' TERM; sleep 1000) & (setsid sleep 1000) & sleep 1000; wait");
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    running.await();
                    thrown.complete(null);
                  } catch (InterruptedException interrupted) {
                    thrown.complete(interrupted);
                  }
                });
    List<ProcessHandle> started = List.of();
    while (started.size() < 4) {
      started = running.processes();
    }
    waiting.interrupt();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    started.forEach(handle -> handle.onExit().join());
  }
}
