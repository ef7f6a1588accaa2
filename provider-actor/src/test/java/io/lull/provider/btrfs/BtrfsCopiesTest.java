package io.lull.provider.btrfs;

import static io.lull.kernel.test.LoopDevice.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.contract.Creation;
import io.lull.provider.spi.Provider;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where copies lie, when they can be written to, and what is left of them after a crash. */
class BtrfsCopiesTest {
  private static final int CREATIONS = 12;

  @TempDir Path directory;
  private BtrfsFixture btrfs;
  private Provider provider;

  /** Another process, which makes copies until it is killed. */
  static final class Maker {
    private Maker() {}

    public static void main(String[] volumes) throws Exception {
      Provider provider = new BtrfsProviderFactory().create(ProviderFixture.PROVIDER, Map.of());
      for (int i = 0; ; i++) {
        Creation set = Creation.of("set-" + i, volume(volumes[0]), volume(volumes[1]));
        set.upTo(provider, ProviderStep.POST_FINAL_COMMIT);
        System.out.println(i);
      }
    }

    private static Volume volume(String path) {
      return new Volume(ProviderFixture.HOST, path);
    }
  }

  @BeforeEach
  void mount() throws Exception {
    btrfs = new BtrfsFixture(directory);
    provider = btrfs.provider();
  }

  @AfterEach
  void unmount() throws Exception {
    if (btrfs != null) {
      btrfs.close();
    }
  }

  @Test
  void a_copy_is_writable_between_the_final_steps_and_at_no_other_time() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.COMMIT);
    Path place = provider.place(set.copy()).orElseThrow();
    assertReadOnly(place);
    set.step(provider, ProviderStep.POST_COMMIT);
    assertReadOnly(place);
    set.step(provider, ProviderStep.PRE_FINAL_COMMIT);
    Files.writeString(place.resolve("backup_label"), "added");
    set.step(provider, ProviderStep.POST_FINAL_COMMIT);
    assertReadOnly(place);
    assertThat(place.resolve("backup_label")).hasContent("added");
    assertThat(Path.of(volume.path())).isEmptyDirectory();
  }

  private static void assertReadOnly(Path place) {
    assertThatThrownBy(() -> Files.writeString(place.resolve("x"), "x"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void several_subvolumes_are_cut_by_one_commit() throws Exception {
    Volume[] volumes = new Volume[5];
    for (int i = 0; i < volumes.length; i++) {
      volumes[i] = btrfs.subvolume("v" + i);
      Files.writeString(Path.of(volumes[i].path(), "file"), "content " + i);
    }
    Creation set = Creation.of("a", volumes).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    for (int i = 0; i < volumes.length; i++) {
      assertThat(provider.place(set.copy(volumes[i])).orElseThrow().resolve("file"))
          .hasContent("content " + i);
    }
    assertThat(provider.copies()).hasSize(volumes.length);
  }

  @Test
  void what_a_deletion_would_free_is_known_where_quotas_are_on() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Path file = Path.of(volume.path(), "file");
    Files.write(file, new byte[1 << 20]);
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    assertThat(provider.usage(set.copy())).isEmpty();

    run("btrfs", "quota", "enable", btrfs.device.mount().toString());
    Files.delete(file);
    run("btrfs", "filesystem", "sync", btrfs.device.mount().toString());
    run("btrfs", "quota", "rescan", "-w", btrfs.device.mount().toString());
    assertThat(provider.usage(set.copy()).orElseThrow()).isBetween(1L << 20, 2L << 20);
    provider.delete(set.copy());
    assertThat(provider.usage(set.copy())).isEmpty();
  }

  @Test
  void nobody_else_can_look_into_the_copies() throws Exception {
    Creation set =
        Creation.of("a", btrfs.subvolume("v")).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    Path place = provider.place(set.copy()).orElseThrow();
    for (Path part = place.getParent();
        !part.equals(btrfs.device.mount());
        part = part.getParent()) {
      assertThat(Files.getPosixFilePermissions(part))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void a_volume_that_is_the_top_of_a_mount_has_its_copies_inside_and_not_in_its_copies()
      throws Exception {
    Volume volume = new Volume(ProviderFixture.HOST, btrfs.device.mount().toString());
    Creation.of("a", volume).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    Creation set = Creation.of("b", volume).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    assertThat(provider.place(set.copy()).orElseThrow().resolve(".lull")).isEmptyDirectory();
    assertThat(provider.copies()).hasSize(2);
  }

  @Test
  void a_file_system_that_is_mounted_twice_has_each_copy_once() throws Exception {
    Creation set =
        Creation.of("a", btrfs.subvolume("v")).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    Path second = Files.createDirectory(directory.resolve("second mount"));
    run("mount", btrfs.device.device(), second.toString());
    try {
      assertThat(provider.copies()).hasSize(1);
      provider.delete(set.copy());
      assertThat(provider.copies()).isEmpty();
    } finally {
      run("umount", second.toString());
    }
  }

  @Test
  void the_directory_for_copies_can_be_chosen() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Path chosen = btrfs.device.mount().resolve("v/inside");
    Provider choosy = btrfs.provider("directory", chosen.toString());
    Creation set = Creation.of("a", volume).upTo(choosy, ProviderStep.POST_FINAL_COMMIT);
    assertThat(choosy.place(set.copy()).orElseThrow()).startsWith(chosen);
    assertThat(choosy.accepts(volume)).isEmpty();
    assertThat(provider.copies()).isEmpty();
  }

  @Test
  void a_copy_and_its_receipt_survive_a_loss_of_power_right_after_the_commit() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Files.writeString(Path.of(volume.path(), "file"), "written a moment ago");
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.COMMIT);
    Path place = provider.place(set.copy()).orElseThrow();
    // Shows that this test would see it if the marker were not on the disk.
    Files.setAttribute(place.getParent(), "user:lost", ByteBuffer.wrap(new byte[1]));
    loseWhatIsNotOnTheDisk();

    assertThat(btrfs.provider().copies())
        .containsExactlyElementsOf(set.markers(ProviderStep.COMMIT));
    assertThat(place.resolve("file")).hasContent("written a moment ago");
    assertThatThrownBy(() -> Files.getAttribute(place.getParent(), "user:lost"))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void what_was_removed_does_not_come_back_after_a_loss_of_power() throws Exception {
    Creation set =
        Creation.of("a", btrfs.subvolume("v")).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    provider.delete(set.copy());
    loseWhatIsNotOnTheDisk();
    assertThat(btrfs.provider().copies()).isEmpty();
  }

  private void loseWhatIsNotOnTheDisk() throws Exception {
    String disk = btrfs.device.device();
    String kept = directory.resolve("disk").toString();
    run("dd", "if=" + disk, "of=" + kept, "bs=1M", "conv=sparse", "status=none");
    // What is held open from a commit on would keep the file system mounted.
    provider.copies().forEach(this::letGo);
    btrfs.device.unmount();
    run("dd", "if=" + kept, "of=" + disk, "bs=1M", "status=none");
    btrfs.device.mountAgain();
  }

  private void letGo(Marker marker) {
    try {
      provider.discard(marker.snapshot());
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void a_process_that_is_killed_leaves_nothing_that_is_not_found_and_removed() throws Exception {
    Volume v = btrfs.subvolume("v");
    Volume w = btrfs.subvolume("w");
    int killed = 0;
    for (int made = 1; made <= CREATIONS; made += 4) {
      killed += kill(v, w, made);
      Provider next = btrfs.provider();
      next.copies().forEach(marker -> assertThat(marker.snapshot().volume()).isIn(v, w));
      for (var marker : next.copies()) {
        next.discard(marker.snapshot());
      }
      assertThat(next.copies()).isEmpty();
      try (Stream<Path> left = Files.list(btrfs.device.mount().resolve(".lull/btrfs"))) {
        assertThat(left).isEmpty();
      }
    }
    assertThat(killed).isPositive();
  }

  /** Lets a process make copies and kills it when it has said that so many are made. */
  private int kill(Volume v, Volume w, int after) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Maker.class.getName(),
                    v.path(),
                    w.path()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int made = 0;
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        made++;
        if (made == after) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.onExit().join();
    return made;
  }
}
