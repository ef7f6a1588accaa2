package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.LoopDevice;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One guard and one node, of which nobody dies. */
class GuardTest {
  private static final long CAP_SYS_RESOURCE = 1L << 24;

  @TempDir Path directory;
  private Scene scene;

  @BeforeEach
  void begin() throws Exception {
    scene = Scene.make();
  }

  @AfterEach
  void end() throws Exception {
    scene.close();
  }

  @Test
  void a_hold_stands_until_it_is_ended_and_says_so() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount())) {
      Guard guard = scene.guard();
      HoldNote note = scene.note(device.mount());
      guard.begin(note, Duration.ofMinutes(1));
      assertThat(scene.holdFiles()).containsExactly(note);
      watch.awaitFrozen();
      assertThat(guard.end(note.token())).isEqualTo(HoldEnd.HELD);
      watch.awaitThawed();
      assertThat(guard.end(note.token())).isEqualTo(HoldEnd.HELD);
      assertThat(scene.holdFiles()).isEmpty();
      assertThat(guard.end(scene.token())).isEqualTo(HoldEnd.NOT_HELD);
    }
  }

  @Test
  void a_guard_is_small_and_stays_in_memory() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Guard guard = scene.guard();
      assertThat(guard.locked()).isTrue();
      for (int hold = 0; hold < 100; hold++) {
        HoldNote note = scene.note(device.mount());
        guard.begin(note, Duration.ofMinutes(1));
        assertThat(guard.end(note.token())).isEqualTo(HoldEnd.HELD);
      }
      long pid = guard.life().pid();
      System.out.println("guard: " + kibibytes(pid, "VmRSS") + " KiB after 100 holds");
      assertThat(kibibytes(pid, "VmRSS")).isLessThanOrEqualTo(64 << 10);
      assertThat(kibibytes(pid, "VmLck")).isPositive();
    }
  }

  /** A container may keep CAP_SYS_RESOURCE even from root: a guard goes on without it. */
  @Test
  void a_guard_is_the_last_that_is_killed_for_its_memory() throws Exception {
    boolean allowed = (Long.parseLong(status("self", "CapEff"), 16) & CAP_SYS_RESOURCE) != 0;
    assertThat(oomScore(String.valueOf(scene.guard().life().pid())))
        .isEqualTo(allowed ? "-1000" : oomScore("self"));
  }

  private static String oomScore(String process) throws IOException {
    return Files.readString(Path.of("/proc", process, "oom_score_adj")).strip();
  }

  private static long kibibytes(long pid, String what) throws IOException {
    return Long.parseLong(status(String.valueOf(pid), what).replace(" kB", ""));
  }

  private static String status(String process, String what) throws IOException {
    return Files.readAllLines(Path.of("/proc", process, "status")).stream()
        .filter(line -> line.startsWith(what + ":"))
        .map(line -> line.substring(what.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_guard_that_is_closed_lets_everything_go_and_ends() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount())) {
      Guard guard = scene.guard();
      HoldNote note = scene.note(device.mount());
      guard.begin(note, Duration.ofMinutes(1));
      watch.awaitFrozen();
      guard.close();
      watch.awaitThawed();
      Scene.await("the guard to end", () -> guard.life().gone() && !guard.alive());
      assertThat(guard.end(note.token())).isEqualTo(HoldEnd.LAPSED);
      assertThatThrownBy(() -> guard.begin(scene.note(device.mount()), Duration.ofMinutes(1)))
          .isInstanceOfSatisfying(
              GuardException.class,
              refused ->
                  assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_INFRASTRUCTURE));
    }
  }

  @Test
  void a_guard_that_hears_nonsense_lets_everything_go_and_ends() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount())) {
      Process guard =
          GuardProcess.builder(GuardMain.class, List.of(scene.runDirectory().toString(), "60000"))
              .start();
      OutputStream out = guard.getOutputStream();
      long lease = System.nanoTime() + Duration.ofMinutes(5).toNanos();
      out.write(Frames.of(new NodeMessage.Begin(scene.note(device.mount()), lease)));
      out.flush();
      InputStream in = guard.getInputStream();
      assertThat(Frames.readGuard(in)).isInstanceOf(GuardMessage.Ready.class);
      assertThat(Frames.readGuard(in)).isInstanceOf(GuardMessage.Began.class);
      watch.awaitFrozen();
      out.write(new byte[] {0, 0, 0, 1, 99});
      out.flush();
      watch.awaitThawed();
      assertThat(guard.waitFor()).isZero();
    }
  }

  @Test
  void a_guard_that_cannot_note_what_it_holds_says_so_at_once() {
    assertThatThrownBy(() -> Guard.start(GuardSettings.in(directory)))
        .isInstanceOf(GuardException.class)
        .hasMessageContaining("on a disk");
  }

  @Test
  void its_process_knows_nothing_but_its_own_program() throws Exception {
    Guard guard = scene.guard();
    String maps = Files.readString(Path.of("/proc/" + guard.life().pid() + "/cmdline"));
    assertThat(maps).doesNotContain("pekko").doesNotContain("logback").doesNotContain("jackson");
    assertThat(Files.readString(Path.of("/proc/" + guard.life().pid() + "/maps")))
        .doesNotContain("hsperfdata")
        .doesNotContain("pekko");
  }
}
