package io.lull.provider.btrfs;

import static io.lull.kernel.test.LoopDevice.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.Subvolumes;
import io.lull.kernel.test.LoopDevice;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.contract.Creation;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would give a copy that is not what it seems, or none at all, is refused with the reason. */
class BtrfsRefusalTest {
  @TempDir Path directory;
  private BtrfsFixture btrfs;
  private Provider provider;

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

  private static Fault fault(ThrowingCallable call) {
    ProviderException[] refused = new ProviderException[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ProviderException.class, thrown -> refused[0] = thrown);
    return refused[0].fault();
  }

  @Test
  void subvolumes_inside_are_named() throws Exception {
    Volume volume = btrfs.subvolume("v");
    btrfs.subvolume("v/db");
    btrfs.directory("v/var/lib");
    btrfs.subvolume("v/var/lib/with space");

    Fault fault = provider.accepts(volume).orElseThrow();
    assertThat(fault.failure()).isEqualTo(Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER);
    assertThat(fault.detail()).contains("db, var/lib/with space", "leave-out");
    assertThat(btrfs.provider("leave-out", "db").accepts(volume).orElseThrow().detail())
        .contains("but var/lib/with space would");
    assertThat(btrfs.provider("leave-out", "db:var/lib/with space").accepts(volume)).isEmpty();
    assertThat(btrfs.provider("leave-out", "*").accepts(volume)).isEmpty();
  }

  @Test
  void a_subvolume_that_is_made_inside_while_a_set_is_created_fails_it() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.BEGIN_PREPARE);
    btrfs.subvolume("v/late");
    assertThat(fault(() -> set.step(provider, ProviderStep.END_PREPARE)).detail()).contains("late");

    btrfs.subvolume("w");
    Creation other = Creation.of("b", btrfs.volume("w")).upTo(provider, ProviderStep.PRE_COMMIT);
    btrfs.subvolume("w/later");
    other.step(provider, ProviderStep.COMMIT);
    assertThat(fault(() -> other.step(provider, ProviderStep.POST_COMMIT)).detail())
        .contains("later");
  }

  @Test
  void more_subvolumes_than_one_answer_of_the_kernel_holds_are_all_found() throws Exception {
    Volume volume = btrfs.subvolume("v");
    try (Source source = Source.open(volume)) {
      for (int i = 0; i < 300; i++) {
        Subvolumes.create(source.directory(), "n" + i);
      }
      assertThat(Subvolumes.nested(source.directory()))
          .hasSize(300)
          .doesNotHaveDuplicates()
          .contains("n0", "n299");
    }
    assertThat(provider.accepts(volume).orElseThrow().detail()).contains("and 295 more");
  }

  @Test
  void a_path_that_ends_in_a_link_is_refused() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Files.createSymbolicLink(btrfs.device.mount().resolve("link"), Path.of(volume.path()));
    assertThat(provider.accepts(btrfs.volume("link")).orElseThrow().detail())
        .contains("no symbolic link");
  }

  @Test
  void a_path_that_leads_elsewhere_when_the_cut_is_near_is_refused() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Path path = Path.of(volume.path());
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.END_PREPARE);
    Path moved = path.resolveSibling("moved");

    Files.move(path, moved);
    Files.createSymbolicLink(path, moved);
    assertThat(fault(() -> set.step(provider, ProviderStep.PRE_COMMIT)).detail())
        .contains("no symbolic link");

    Files.delete(path);
    btrfs.subvolume("v");
    assertThat(fault(() -> set.step(provider, ProviderStep.PRE_COMMIT)).failure())
        .isEqualTo(Failure.BAD_STATE);
  }

  @Test
  void another_mount_on_top_is_refused_although_it_shows_the_same_subvolume() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.END_PREPARE);
    run("mount", "-o", "subvol=v", btrfs.device.device(), volume.path());
    try {
      assertThat(fault(() -> set.step(provider, ProviderStep.PRE_COMMIT)).detail())
          .contains("another one is mounted");
    } finally {
      run("umount", volume.path());
    }
    set.step(provider, ProviderStep.PRE_COMMIT);
  }

  @Test
  void a_directory_for_copies_on_another_file_system_is_refused() throws Exception {
    Volume volume = btrfs.subvolume("v");
    try (LoopDevice other = LoopDevice.make(directory, "btrfs", BtrfsFixture.SIZE)) {
      for (String place : new String[] {other.mount() + "/copies", directory + "/copies"}) {
        Provider elsewhere = btrfs.provider("directory", place);
        Creation set = Creation.of("a", volume);
        assertThat(fault(() -> set.step(elsewhere, ProviderStep.BEGIN_PREPARE)).detail())
            .contains("is on another one");
        assertThat(elsewhere.copies()).isEmpty();
      }
    }
  }

  @Test
  void a_directory_for_copies_that_somebody_else_has_put_there_is_not_used() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Path hidden = Path.of(btrfs.subvolume(".lull").path());
    Files.setAttribute(hidden, "unix:uid", 65534);
    Creation set = Creation.of("a", volume);
    assertThat(fault(() -> set.step(provider, ProviderStep.BEGIN_PREPARE)).failure())
        .isEqualTo(Failure.ACCESS_DENIED);
    assertThat(provider.copies()).isEmpty();

    run("btrfs", "subvolume", "delete", hidden.toString());
    Files.createSymbolicLink(hidden, directory);
    assertThatThrownBy(() -> set.step(provider, ProviderStep.BEGIN_PREPARE))
        .isInstanceOf(ProviderException.class);
  }

  @Test
  void a_file_system_that_is_mounted_read_only_is_refused() throws Exception {
    Volume volume = btrfs.subvolume("v");
    run("mount", "-o", "remount,ro", btrfs.device.mount().toString());
    assertThat(provider.accepts(volume).orElseThrow().detail()).contains("mounted read-only");
  }

  @Test
  void a_full_file_system_is_said_to_be_full_and_what_to_do() throws Exception {
    btrfs.device.unmount();
    run("mkfs.btrfs", "-q", "-f", "--mixed", btrfs.device.device());
    btrfs.device.mountAgain();
    Volume volume = btrfs.subvolume("v");
    Creation.of("first", volume).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    Space.fill(Path.of(volume.path()));

    Creation set = Creation.of("a", volume);
    Fault fault = fault(() -> set.upTo(provider, ProviderStep.POST_FINAL_COMMIT));
    assertThat(fault.failure()).isEqualTo(Failure.INSUFFICIENT_STORAGE);
    assertThat(fault.detail()).contains("no space is left", "btrfs filesystem usage");
    provider.discard(set.copy());
    assertThat(provider.copies()).hasSize(1);
  }

  @Test
  void a_quota_that_is_used_up_is_named() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.PRE_COMMIT);
    Path copies = btrfs.device.mount().resolve(".lull");
    run("btrfs", "quota", "enable", btrfs.device.mount().toString());
    run("btrfs", "qgroup", "limit", "32K", copies.toString());
    Space.fill(copies);

    Fault fault = fault(() -> set.step(provider, ProviderStep.COMMIT));
    assertThat(fault.failure()).isEqualTo(Failure.INSUFFICIENT_STORAGE);
    assertThat(fault.detail()).contains("quota", "btrfs qgroup show");
    run("btrfs", "qgroup", "limit", "none", copies.toString());
    provider.discard(set.copy());
    assertThat(provider.copies()).isEmpty();
  }

  @Test
  void a_copy_that_somebody_has_made_a_subvolume_in_is_not_removed_unseen() throws Exception {
    Volume volume = btrfs.subvolume("v");
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.PRE_FINAL_COMMIT);
    Path place = provider.place(set.copy()).orElseThrow();
    run("btrfs", "subvolume", "create", place + "/other");
    assertThat(fault(() -> provider.delete(set.copy())).detail())
        .contains("delete the subvolumes that somebody has made in it");
    run("btrfs", "subvolume", "delete", place + "/other");
    provider.delete(set.copy());
    assertThat(provider.copies()).isEmpty();
  }
}
