package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.test.LoopDevice;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.writer.filesystem.FileSystemWriterFactory;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Node and guard are lost at once, and the file system stays frozen until somebody comes. */
class LeftBehindTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoever_comes_after_both_thaws_by_hand(boolean killed) throws Exception {
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "xfs", 320 << 20);
        Watch watch = Watch.of(device.mount());
        Child child = lost(scene, scene.token(), device, watch, killed)) {
      assertThat(thawLocal(scene, "--list")).isEqualTo(ExitCode.COMPLETED);
      assertThat(said).singleElement().asString().startsWith("held: the file system at ");
      assertThat(watch.frozen()).isTrue();
      assertThat(thawLocal(scene)).isEqualTo(ExitCode.COMPLETED);
      assertThat(said)
          .singleElement()
          .asString()
          .isEqualTo(
              "thawed: the file system at %s (writer host/files, set set)"
                  .formatted(device.mount()));
      watch.awaitThawed();
      assertThat(child.guard().gone()).isTrue();
      assertThat(scene.holds()).isZero();
      assertThat(thawLocal(scene)).isEqualTo(ExitCode.COMPLETED);
    }
  }

  @Test
  void a_host_that_starts_again_finds_and_ends_it() throws Exception {
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount())) {
      HoldToken token = scene.token();
      try (Child child = lost(scene, token, device, watch, true)) {
        Writer writer =
            new FileSystemWriterFactory()
                .create(
                    Scene.WRITER,
                    Map.of(
                        "mount",
                        device.mount().toString(),
                        "run-directory",
                        scene.runDirectory().toString()));
        assertThat(child.guard().gone()).isTrue();
        assertThat(writer.leftBehind()).containsExactly(new FoundHold(new SetId("set"), token));
        assertThat(writer.thaw(scene.token())).isEqualTo(HoldEnd.NOT_HELD);
        assertThat(watch.frozen()).isTrue();
        assertThat(writer.thaw(token)).isEqualTo(HoldEnd.LAPSED);
        watch.awaitThawed();
        assertThat(writer.leftBehind()).isEmpty();
        assertThat(writer.thaw(token)).isEqualTo(HoldEnd.NOT_HELD);
      }
    }
  }

  /** Somebody renamed the writer before the node was started again. */
  @Test
  void what_a_writer_held_that_is_there_no_more_is_thawed_by_another() throws Exception {
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount());
        Child child = lost(scene, scene.token(), device, watch, true)) {
      Writer renamed =
          new FileSystemWriterFactory()
              .create(
                  new WriterId(Scene.WRITER.host(), "renamed"),
                  Map.of(
                      "mount",
                      device.mount().toString(),
                      "run-directory",
                      scene.runDirectory().toString()));
      assertThat(child.guard().gone()).isTrue();
      assertThat(renamed.leftBehind()).isEmpty();
      watch.awaitThawed();
      assertThat(scene.holds()).isZero();
    }
  }

  @Test
  void it_is_found_by_any_mount_that_is_left_of_it() throws Exception {
    Path second = Files.createDirectory(directory.resolve("second"));
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      LoopDevice.run("mount", "--bind", device.mount().toString(), second.toString());
      try (Watch watch = Watch.of(second);
          Child child = lost(scene, scene.token(), device, watch, true)) {
        LoopDevice.run("umount", "--lazy", device.mount().toString());
        assertThat(thawLocal(scene)).isEqualTo(ExitCode.COMPLETED);
        watch.awaitThawed();
        assertThat(child.guard().gone()).isTrue();
      } finally {
        LoopDevice.run("umount", second.toString());
      }
    }
  }

  @Test
  void what_somebody_else_has_frozen_is_named_and_left_alone() throws Exception {
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount());
        Descriptor root = Descriptor.ofDirectory(device.mount())) {
      Freezing.freeze(root);
      watch.awaitFrozen();
      assertThat(thawLocal(scene)).isEqualTo(ExitCode.BUSY);
      assertThat(said).anySatisfy(line -> assertThat(line).contains("" + device.mount()));
      assertThat(watch.frozen()).isTrue();
      assertThat(thawLocal(scene, "--foreign", device.mount().toString()))
          .isEqualTo(ExitCode.COMPLETED);
      watch.awaitThawed();
    }
  }

  @Test
  void what_it_does_not_understand_it_does_not_do() throws Exception {
    try (Scene scene = Scene.make()) {
      assertThat(thawLocal(scene, "--all")).isEqualTo(ExitCode.USAGE);
      assertThat(thawLocal(scene, "--foreign")).isEqualTo(ExitCode.USAGE);
    }
  }

  /** Neither hears of the other's death, because both are stopped before. */
  private static Child lost(
      Scene scene, HoldToken token, LoopDevice device, Watch watch, boolean killed)
      throws IOException {
    Child child =
        Child.start(
            scene,
            token,
            device.mount(),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            List.of(),
            Map.of());
    child.say("begin");
    child.awaitLine("began");
    watch.awaitFrozen();
    Child.signal(child.pid(), "STOP");
    Child.signal(child.guard().pid(), "STOP");
    if (killed) {
      Child.signal(child.guard().pid(), "KILL");
      Child.signal(child.pid(), "KILL");
      Scene.await("the guard to be gone", () -> child.guard().gone());
    }
    return child;
  }

  private final List<String> said = new ArrayList<>();

  /** Says what concerns this test; other file systems of the machine are none of its business. */
  private ExitCode thawLocal(Scene scene, String... more) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--run-directory");
    arguments.add(scene.runDirectory().toString());
    ExitCode code =
        ThawLocal.run(
            arguments.toArray(String[]::new),
            new PrintStream(out, true, UTF_8),
            new PrintStream(out, true, UTF_8));
    said.clear();
    out.toString(UTF_8)
        .lines()
        .filter(line -> line.contains(directory.toString()))
        .forEach(said::add);
    boolean others = said.stream().noneMatch(line -> line.startsWith("takes no writes"));
    return code == ExitCode.BUSY && others ? ExitCode.COMPLETED : code;
  }
}
