package io.lull.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MarkedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String token = UUID.randomUUID().toString();

  private Running shell(String script, String step) throws Exception {
    return Running.startOpen(
        new CommandLine(List.of("/bin/sh", "-c", script)),
        Map.of("PATH", "/usr/bin:/bin", "TOKEN", token, "STEP", step),
        true);
  }

  @Test
  void whoever_carries_the_words_is_found_wherever_it_has_gone() throws Exception {
    Marked all = Marked.by(Map.of("TOKEN", token));
    assertThat(all.any()).isFalse();
    assertThat(all.kill(Duration.ZERO)).isTrue();
    Running left = shell("(setsid sh -c 'trap \"\" TERM; sleep 1000' &); echo left", "one");
    assertThat(left.await(PATIENCE)).isTrue();
    assertThat(left.ended().out()).isEqualTo("left\n");
    assertThat(left.isAlive()).isFalse();
    assertThat(all.any()).isTrue();
    assertThat(Marked.by(Map.of("TOKEN", token, "STEP", "two")).kill(PATIENCE)).isTrue();
    assertThat(all.awaitNone(Duration.ofMillis(1))).isFalse();
    assertThat(Marked.by(Map.of("TOKEN", token, "STEP", "one")).kill(PATIENCE)).isTrue();
    assertThat(all.any()).isFalse();
  }

  @Test
  void a_child_that_has_forgotten_them_goes_with_its_parent() throws Exception {
    Running parent = shell("env -i setsid -w sleep 1000", "one");
    // The shell becomes env or has it as a child, and setsid forks once more.
    while (parent.processes().stream().noneMatch(MarkedTest::sleeps)) {
      Thread.onSpinWait();
    }
    List<ProcessHandle> family = parent.processes();
    assertThat(Marked.by(Map.of("TOKEN", token)).kill(PATIENCE)).isTrue();
    parent.kill();
    family.forEach(process -> process.onExit().join());
  }

  private static boolean sleeps(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("sleep")).isPresent();
  }

  @Test
  void what_reads_its_input_comes_to_the_end_of_it_when_that_is_closed() throws Exception {
    Running reader = shell("cat; echo over; exit 3", "one");
    assertThat(reader.isAlive()).isTrue();
    assertThat(Marked.by(Map.of("TOKEN", token)).awaitNone(Duration.ofMillis(1))).isFalse();
    reader.closeInput();
    assertThat(reader.await(PATIENCE)).isTrue();
    assertThat(reader.ended()).isEqualTo(new Outcome(3, "over\n", ""));
    assertThat(Marked.by(Map.of("TOKEN", token)).awaitNone(PATIENCE)).isTrue();
  }

  /** Java closes its own pipes when the first process ends, and the others die of that. */
  @Test
  void what_is_left_behind_can_go_on_printing() throws Exception {
    Running left =
        shell("(read word < /dev/fd/9; echo first; echo second; echo third) 9<&0 & exit 0", "one");
    assertThat(left.await(PATIENCE)).isTrue();
    left.closeInput();
    while (!left.said().endsWith("third\n")) {
      Thread.onSpinWait();
    }
    assertThat(left.said()).isEqualTo("first\nsecond\nthird\n");
  }
}
