package io.lull.provider.tree;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.HOST;
import static io.lull.protocol.provider.ProviderFixture.marker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected of every provider, of the two that copy trees, on real file systems. */
class TreeProviderTest {
  static final String SLOW = "budget=60s";

  @TempDir Path directory;

  static Provider provider(String kind, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("kind", kind));
    for (String setting : settings) {
      all.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    return ProviderRegistry.installed().create(new ProviderId(HOST, "main"), all);
  }

  static Volume volume(Path path) {
    return new Volume(HOST, path.toString());
  }

  private static void run(Provider provider, Volume volume, ProviderStep step) throws Exception {
    boolean committed = step.compareTo(ProviderStep.COMMIT) >= 0;
    Marker marker = marker(A, volume, committed);
    if (step == ProviderStep.POST_FINAL_COMMIT) {
      marker =
          new Marker(
              marker.snapshot(),
              marker.session(),
              marker.epoch(),
              marker.slot(),
              true,
              marker.receipt());
    }
    provider.run(step, List.of(marker), step == ProviderStep.PRE_FINAL_COMMIT);
    // As often as it is asked, and with nothing but the newest marker.
    provider.run(step, List.of(marker), step == ProviderStep.PRE_FINAL_COMMIT);
    assertThat(provider.copies()).containsExactly(marker);
  }

  static SnapshotId copy(Volume volume) {
    return ProviderFixture.copy(A, volume);
  }

  private static void fails(Failure failure, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class,
            failed -> assertThat(failed.fault().failure()).isEqualTo(failure));
  }

  static List<String> below(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(file -> !file.equals(path)).map(Path::toString).toList();
    }
  }

  static List<Path> inside(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "reflink, xfs, 320",
    "reflink, btrfs, 256",
    "copy, ext4, 256",
    "copy, xfs, 320",
    "copy, btrfs, 256"
  })
  void a_creation_copies_the_volume_as_it_is_at_the_commit(String kind, String fs, long mebibytes)
      throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, fs, mebibytes << 20);
        RandomTree tree = new RandomTree(device.mount(), 7)) {
      creation(provider(kind, SLOW), device.mount(), tree);
    }
  }

  @Test
  void a_creation_copies_what_lies_in_memory() throws Exception {
    Real.needRoot();
    Path mount = Files.createDirectory(directory.resolve("memory"));
    LoopDevice.run("mount", "-t", "tmpfs", "tmpfs", mount.toString());
    try (RandomTree tree = new RandomTree(mount, 8)) {
      creation(provider("copy", SLOW), mount, tree);
    } finally {
      LoopDevice.run("umount", "--lazy", mount.toString());
    }
  }

  private static void creation(Provider provider, Path mount, RandomTree tree) throws Exception {
    Volume volume = volume(mount);
    tree.grow(60);
    assertThat(provider.atomic()).isFalse();
    assertThat(provider.accepts(volume)).isEmpty();
    assertThat(provider.copies()).isEmpty();
    run(provider, volume, ProviderStep.BEGIN_PREPARE);
    tree.change(10);
    run(provider, volume, ProviderStep.END_PREPARE);
    tree.change(30);
    run(provider, volume, ProviderStep.PRE_COMMIT);
    assertThat(provider.place(copy(volume))).isEmpty();
    run(provider, volume, ProviderStep.COMMIT);
    run(provider, volume, ProviderStep.POST_COMMIT);
    Path place = provider.place(copy(volume)).orElseThrow();
    // Until then what was removed may still be there, under names of its own.
    run(provider, volume, ProviderStep.PRE_FINAL_COMMIT);
    assertThat(TreeImage.differences(mount, place, Store.USUAL)).isEmpty();
    run(provider, volume, ProviderStep.POST_FINAL_COMMIT);
    assertThat(TreeImage.differences(mount, place, Store.USUAL)).isEmpty();

    provider.delete(copy(volume));
    provider.delete(copy(volume));
    assertThat(provider.copies()).isEmpty();
    assertThat(provider.place(copy(volume))).isEmpty();
    assertThat(below(mount.resolve(Store.USUAL).resolve("main"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"reflink, xfs, 320", "copy, ext4, 128"})
  void a_later_life_finds_what_was_left_and_goes_on_with_nothing(
      String kind, String fs, long mebibytes) throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, fs, mebibytes << 20)) {
      Files.writeString(device.mount().resolve("file"), "content");
      Volume volume = volume(device.mount());
      Provider first = provider(kind, SLOW);
      run(first, volume, ProviderStep.BEGIN_PREPARE);
      run(first, volume, ProviderStep.END_PREPARE);

      Provider later = provider(kind, SLOW);
      assertThat(later.copies()).containsExactly(marker(A, volume, false));
      fails(Failure.BAD_STATE, () -> run(later, volume, ProviderStep.COMMIT));
      later.discard(copy(volume));
      assertThat(later.copies()).isEmpty();
      assertThat(below(device.mount().resolve(".lull/main"))).isEmpty();
    }
  }

  @Test
  void what_would_take_too_long_is_refused_before_anything_is_frozen() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 320L << 20)) {
      for (int i = 0; i < 3000; i++) {
        Files.writeString(device.mount().resolve("file" + i), "content");
      }
      Volume volume = volume(device.mount());
      Provider clone = provider("reflink", "budget=1ms");
      fails(Failure.PROVIDER_VETO, () -> run(clone, volume, ProviderStep.BEGIN_PREPARE));
      clone.discard(copy(volume));
      Provider copy = provider("copy", "budget=1ms");
      run(copy, volume, ProviderStep.BEGIN_PREPARE);
      fails(Failure.PROVIDER_VETO, () -> run(copy, volume, ProviderStep.END_PREPARE));
      copy.discard(copy(volume));
      assertThat(below(device.mount().resolve(".lull/main"))).isEmpty();
    }
  }

  @Test
  void a_removal_ends_the_step_that_works_for_the_copy() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 512L << 20)) {
      Files.write(device.mount().resolve("large"), new byte[200 << 20]);
      Volume volume = volume(device.mount());
      Provider provider = provider("copy", SLOW, "threads=1");
      run(provider, volume, ProviderStep.BEGIN_PREPARE);
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  provider.run(ProviderStep.END_PREPARE, List.of(marker(A, volume, false)), false);
                  ended.complete(new AssertionError("expected that it was stopped"));
                } catch (Exception stopped) {
                  ended.complete(stopped);
                }
              });
      Path store = device.mount().resolve(".lull/main");
      while (below(store).stream().noneMatch(file -> file.endsWith("large"))) {
        Thread.onSpinWait();
      }
      provider.discard(copy(volume));
      assertThat(below(store)).isEmpty();
      assertThat(ended.join())
          .isInstanceOfSatisfying(
              ProviderException.class,
              failed -> assertThat(failed.fault().failure()).isEqualTo(Failure.BAD_STATE));
    }
  }

  @Test
  void a_disk_that_is_full_is_said_and_nothing_is_left() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64L << 20)) {
      Files.write(device.mount().resolve("large"), new byte[20 << 20]);
      Volume volume = volume(device.mount());
      Provider provider = provider("copy", SLOW);
      run(provider, volume, ProviderStep.BEGIN_PREPARE);
      Files.write(device.mount().resolve("larger"), new byte[20 << 20]);
      fails(Failure.INSUFFICIENT_STORAGE, () -> run(provider, volume, ProviderStep.END_PREPARE));
      provider.discard(copy(volume));
      assertThat(below(device.mount().resolve(".lull/main"))).isEmpty();

      fails(Failure.INSUFFICIENT_STORAGE, () -> run(provider, volume, ProviderStep.BEGIN_PREPARE));
      provider.discard(copy(volume));
    }
  }

  @Test
  void what_is_mounted_inside_is_refused_by_its_name_or_left_out() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64L << 20)) {
      Path inner = Files.createDirectories(device.mount().resolve("a b/inner"));
      LoopDevice.run("mount", "-t", "tmpfs", "tmpfs", inner.toString());
      try {
        Volume volume = volume(device.mount());
        assertThat(provider("copy").accepts(volume))
            .hasValueSatisfying(fault -> assertThat(fault.detail()).contains(inner.toString()));
        Provider provider = provider("copy", SLOW, "mounts=leave-out");
        assertThat(provider.accepts(volume)).isEmpty();
        run(provider, volume, ProviderStep.BEGIN_PREPARE);
        run(provider, volume, ProviderStep.END_PREPARE);
        run(provider, volume, ProviderStep.COMMIT);
        Path place = provider.place(copy(volume)).orElseThrow();
        assertThat(place.resolve("a b/inner")).isEmptyDirectory();
        assertThat(place.resolveSibling("left-out")).content().isEqualTo(inner + "\0");
      } finally {
        LoopDevice.run("umount", inner.toString());
      }
    }
  }

  @Test
  void a_subvolume_inside_is_refused_by_its_name() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "btrfs", 256L << 20)) {
      Path inner = device.mount().resolve("inner");
      LoopDevice.run("btrfs", "subvolume", "create", inner.toString());
      assertThatThrownBy(
              () -> run(provider("reflink"), volume(device.mount()), ProviderStep.BEGIN_PREPARE))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining(inner.toString());
    }
  }

  @Test
  void another_volume_in_the_old_place_is_not_copied() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64L << 20)) {
      Path store = Files.createDirectory(directory.resolve("store"));
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwx------"));
      Volume volume = volume(device.mount());
      Provider provider = provider("copy", SLOW, "directory=" + store);
      run(provider, volume, ProviderStep.BEGIN_PREPARE);
      run(provider, volume, ProviderStep.END_PREPARE);
      device.unmount();
      fails(Failure.BAD_STATE, () -> run(provider, volume, ProviderStep.COMMIT));
      device.mountAgain();
      provider.discard(copy(volume));
      assertThat(below(store.resolve("main"))).isEmpty();
    }
  }

  @Test
  void clones_on_another_file_system_and_volumes_that_cannot_clone_are_refused() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 320L << 20);
        LoopDevice other = LoopDevice.make(directory, "ext4", 64L << 20)) {
      assertThat(provider("reflink").accepts(volume(other.mount()))).isPresent();
      assertThat(provider("reflink").accepts(volume(other.mount().resolve("none")))).isPresent();
      Files.writeString(device.mount().resolve("file"), "content");
      Provider provider = provider("reflink", "directory=" + other.mount().resolve("store"));
      fails(
          Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
          () -> run(provider, volume(device.mount()), ProviderStep.BEGIN_PREPARE));
    }
  }

  @Test
  void a_store_that_others_can_enter_is_not_used() throws Exception {
    Real.needRoot();
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), open);
    Path source = Files.createDirectory(directory.resolve("source"));
    fails(
        Failure.ACCESS_DENIED,
        () ->
            run(provider("copy", "directory=" + open), volume(source), ProviderStep.BEGIN_PREPARE));
    assertThatThrownBy(
            () ->
                run(
                    provider("copy", "directory=" + link),
                    volume(source),
                    ProviderStep.BEGIN_PREPARE))
        .isInstanceOf(ProviderException.class);
  }

  @Test
  void a_copy_that_does_not_read_as_it_was_written_is_no_copy() throws Exception {
    Real.needRoot();
    Path store = directory.resolve("store");
    Path source = Files.createDirectory(directory.resolve("source"));
    Files.writeString(source.resolve("file"), "content");
    Volume volume = volume(source);
    Provider provider = provider("copy", SLOW, "directory=" + store);
    for (ProviderStep step :
        List.of(ProviderStep.BEGIN_PREPARE, ProviderStep.END_PREPARE, ProviderStep.PRE_COMMIT)) {
      run(provider, volume, step);
    }
    Files.writeString(source.resolve("file"), "changed");
    run(provider, volume, ProviderStep.COMMIT);
    Path copy = provider.place(copy(volume)).orElseThrow().resolve("file");
    assertThat(copy).hasContent("changed");
    Files.writeString(copy, "damaged");
    fails(Failure.PROVIDER_VETO, () -> run(provider, volume, ProviderStep.PRE_FINAL_COMMIT));
  }

  @Test
  void wrong_settings_are_said() {
    for (String setting :
        List.of(
            "threads=0",
            "threads=x",
            "budget=soon",
            "budget=0s",
            "mounts=maybe",
            "directory=here",
            "changed=never",
            "verify=perhaps")) {
      assertThatThrownBy(() -> provider("copy", setting))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(setting.split("=", 2)[1]);
    }
    assertThatThrownBy(() -> provider("reflink", "verify=yes"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
