package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.command.ProgramFile;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How programs are said to the guard and noted in a hold file, and how big they make it. */
class HooksTest {
  private static final Hook.Call PRE =
      new Hook.Call(
          new ProgramFile("/etc/a b\nc", 1, 2, -3), List.of("", " x ", "--freeze-file.0", "\\n"));
  private static final Hook.Call POST =
      new Hook.Call(new ProgramFile("/bin/x", 4, 5, 6), List.of());
  private static final Hooks HOOKS =
      Hooks.of(
          Scene.WRITER,
          new SetId("set"),
          FramesTest.TOKEN,
          Duration.ofMillis(59_999),
          List.of(new Hook(PRE, Optional.of(POST)), new Hook(POST, Optional.empty())),
          Duration.ofSeconds(10));
  private static final HoldNote NOTE =
      new HoldNote(FramesTest.TOKEN, new SetId("set"), Scene.WRITER, HOOKS);
  private static final HoldFile FILE = new HoldFile(NOTE, new GuardLife(1, 2));

  @Test
  void they_come_out_as_they_went_in() throws Exception {
    NodeMessage begin = new NodeMessage.Begin(NOTE, 7);
    assertThat(Frames.readNode(new ByteArrayInputStream(Frames.of(begin)))).isEqualTo(begin);
    assertThat(HoldFile.parse(FILE.text())).isEqualTo(FILE);
    assertThat(FILE.text()).contains("\nthaw.0 /bin/x\n", "\nfreeze.0 /etc/a b\\000ac\n");
    assertThat(HOOKS.words()).containsEntry("LULL_SECONDS", "59");
    assertThat(HOOKS.shown()).isEqualTo("what stands still by /etc/a b?c, /bin/x");
  }

  @Test
  void whatever_a_hold_file_says_it_is_a_hold_or_nothing() {
    Garbled.isAHoldOrNothing(FILE, 11);
  }

  @Test
  void without_programs_a_token_or_a_limit_there_is_nothing_to_hold_by() {
    Map<String, String> words = HOOKS.words();
    assertThatThrownBy(() -> new Hooks(List.of(), words, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Hooks(HOOKS.hooks(), Map.of(), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Hooks(HOOKS.hooks(), words, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_guard_that_calls_programs_stays_small() throws Exception {
    try (Scene scene = Scene.make()) {
      Guard guard = scene.guard();
      ProgramFile sh = ProgramFile.identify("/bin/sh");
      // Each hold floods, so that what is kept of it is as much as ever.
      Hook hook =
          new Hook(
              new Hook.Call(sh, List.of("-c", "head -c 2000000 /dev/zero | tee /dev/stderr")),
              Optional.of(new Hook.Call(sh, List.of("-c", ":"))));
      for (int hold = 0; hold < 50; hold++) {
        HoldNote note = note(scene, hook);
        guard.begin(note, Duration.ofMinutes(1));
        assertThat(guard.end(note.token())).isEqualTo(HoldEnd.HELD);
      }
      String status = Files.readString(Path.of("/proc/" + guard.life().pid() + "/status"));
      long resident = kibibytes(status, "VmRSS");
      System.out.println("guard: " + resident + " KiB after 50 holds by programs");
      assertThat(resident).isLessThanOrEqualTo(64 << 10);
    }
  }

  private static HoldNote note(Scene scene, Hook hook) {
    var token = scene.token();
    WriterId writer = Scene.WRITER;
    Duration limit = Duration.ofSeconds(10);
    Duration left = Duration.ofMinutes(1);
    SetId set = new SetId("set");
    return new HoldNote(
        token, set, writer, Hooks.of(writer, set, token, left, List.of(hook), limit));
  }

  private static long kibibytes(String status, String what) {
    return status
        .lines()
        .filter(line -> line.startsWith(what + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
