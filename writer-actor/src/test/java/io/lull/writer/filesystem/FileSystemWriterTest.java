package io.lull.writer.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.writer.guard.Guard;
import io.lull.writer.guard.Guards;
import io.lull.writer.guard.RunDirectory;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemWriterTest {
  private static final WriterId WRITER = new WriterId(new HostId("host"), "files");
  private static final HandlerContext CONTEXT = context("session");
  private static final HoldToken TOKEN = new HoldToken("a".repeat(32));

  @TempDir Path directory;
  private RunDirectory run;

  @BeforeEach
  void begin() throws IOException {
    Real.needRoot();
    run = RunDirectory.make();
  }

  @AfterEach
  void end() throws IOException {
    run.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs"})
  void a_file_system_stands_still_until_its_hold_is_ended(String kind) throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, kind, 320 << 20)) {
      Writer writer = writer(device.mount());
      var metadata = writer.describe();
      assertThat(metadata.kind()).isEqualTo(HoldKind.FILESYSTEM);
      assertThat(metadata.components())
          .singleElement()
          .satisfies(
              component ->
                  assertThat(component.volumes())
                      .extracting(volume -> volume.path())
                      .containsExactly(device.mount().toString()));
      prepare(writer);
      Hold hold = writer.freeze(CONTEXT, lease(TOKEN, Duration.ofMinutes(1)));
      assertThat(writer.leftBehind()).isEmpty();
      assertThatThrownBy(() -> freezeByHand(device)).hasMessageContaining("EBUSY");
      assertThat(writer.thaw(new HoldToken("b".repeat(32)))).isEqualTo(HoldEnd.NOT_HELD);
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      freezeByHand(device);
    }
  }

  @Test
  void a_hold_that_somebody_else_ended_is_not_attested() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Writer writer = prepared(device);
      Hold hold = writer.freeze(CONTEXT, lease(TOKEN, Duration.ofMinutes(1)));
      assertThat(thawByHand(device)).isTrue();
      assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    }
  }

  @Test
  void a_hold_ends_with_its_lease() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 320 << 20)) {
      Writer writer = prepared(device);
      Hold hold = writer.freeze(CONTEXT, lease(TOKEN, Duration.ofMillis(500)));
      try (Descriptor root = Descriptor.ofDirectory(device.mount())) {
        Freezing.awaitWrites(root);
      }
      assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
      assertThat(writer.thaw(TOKEN)).isEqualTo(HoldEnd.LAPSED);
    }
  }

  @Test
  void a_lease_that_is_over_freezes_nothing() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Writer writer = prepared(device);
      refuses(() -> writer.freeze(CONTEXT, lease(TOKEN, Duration.ZERO)), Failure.HOLD_LAPSED);
      freezeByHand(device);
    }
  }

  @Test
  void a_freeze_of_somebody_elses_is_refused_and_left_alone() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Writer writer = prepared(device);
      freezeByHand(device);
      refuses(
          () -> writer.freeze(CONTEXT, lease(TOKEN, Duration.ofMinutes(1))), Failure.HOLD_REFUSED);
      assertThat(writer.thaw(TOKEN)).isEqualTo(HoldEnd.NOT_HELD);
      assertThat(thawByHand(device)).isTrue();
    }
  }

  /** They would wait for each other until the lease ends. */
  @Test
  void a_file_system_on_which_a_copy_is_made_is_refused_before_anybody_stands_still()
      throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 320L << 20)) {
      Writer writer = writer(device.mount());
      writer.describe();
      assertThat(writer.prepareForBackup(CONTEXT, Set.of(), BackupType.FULL))
          .isEqualTo(new HandlerResult.Done());
      Path below = Files.createDirectory(device.mount().resolve("data"));
      Volume copied = new Volume(WRITER.host(), below.toString());

      HandlerResult refused =
          writer.prepareForSnapshot(CONTEXT, Set.of(copied), new InPlace(copied));
      assertThat(refused).isInstanceOf(HandlerResult.Failed.class);
      assertThat(((HandlerResult.Failed) refused).fault().failure())
          .isEqualTo(Failure.HOLD_REFUSED);
      assertThat(((HandlerResult.Failed) refused).fault().detail())
          .contains(device.mount().toString(), below.toString());

      Volume elsewhere = new Volume(WRITER.host(), run.path().toString());
      assertThat(
              writer.prepareForSnapshot(CONTEXT, Set.of(copied, elsewhere), new InPlace(elsewhere)))
          .isEqualTo(new HandlerResult.Done());
    }
  }

  @Test
  void one_file_system_is_not_held_for_two() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "btrfs", 128 << 20)) {
      LoopDevice.run("btrfs", "subvolume", "create", device.mount().resolve("sub").toString());
      Path second = Files.createDirectory(directory.resolve("second"));
      LoopDevice.run("mount", "-o", "subvol=sub", device.device(), second.toString());
      try {
        Writer writer = prepared(device);
        Writer other = writer(second);
        other.describe();
        prepare(other);
        Hold hold = writer.freeze(CONTEXT, lease(TOKEN, Duration.ofMinutes(1)));
        refuses(
            () ->
                other.freeze(CONTEXT, lease(new HoldToken("c".repeat(32)), Duration.ofMinutes(1))),
            Failure.HOLD_REFUSED);
        assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      } finally {
        LoopDevice.run("umount", second.toString());
      }
    }
  }

  @Test
  void what_lies_in_an_image_is_frozen_before_what_it_lies_on() throws Exception {
    try (LoopDevice outer = LoopDevice.make(directory, "ext4", 256 << 20);
        LoopDevice inner = LoopDevice.make(outer.mount(), "ext4", 64 << 20)) {
      Writer below = prepared(outer);
      Writer above = prepared(inner);
      Hold first = below.freeze(CONTEXT, lease(TOKEN, Duration.ofMinutes(1)));
      HoldToken second = new HoldToken("d".repeat(32));
      refuses(
          () -> above.freeze(CONTEXT, lease(second, Duration.ofMinutes(1))), Failure.HOLD_REFUSED);
      assertThat(first.end()).isEqualTo(HoldEnd.HELD);
      HoldToken third = new HoldToken("e".repeat(32));
      HoldToken fourth = new HoldToken("f".repeat(32));
      Hold inside = above.freeze(CONTEXT, lease(third, Duration.ofMinutes(1)));
      Hold outside = below.freeze(CONTEXT, lease(fourth, Duration.ofMinutes(1)));
      assertThat(outside.end()).isEqualTo(HoldEnd.HELD);
      assertThat(inside.end()).isEqualTo(HoldEnd.HELD);
    }
  }

  @Test
  void the_root_and_what_is_no_mount_point_are_refused() throws Exception {
    refuses(() -> writer(Path.of("/")).describe(), Failure.VOLUME_NOT_SUPPORTED);
    refuses(() -> writer(directory).describe(), Failure.VOLUME_NOT_SUPPORTED);
    refuses(() -> writer(run.path().getParent()).describe(), Failure.VOLUME_NOT_SUPPORTED);
    refuses(() -> writer(directory.resolve("nothing")).describe(), Failure.OBJECT_NOT_FOUND);
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Path inside = Files.createDirectory(device.mount().resolve("inside"));
      refuses(() -> writer(inside).describe(), Failure.VOLUME_NOT_SUPPORTED);
    }
  }

  @Test
  void a_file_system_with_swap_is_refused() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Path swap = device.mount().resolve("swap");
      Files.write(swap, new byte[4 << 20]);
      LoopDevice.run("chmod", "600", swap.toString());
      LoopDevice.run("mkswap", swap.toString());
      LoopDevice.run("swapon", swap.toString());
      try {
        refuses(() -> writer(device.mount()).describe(), Failure.VOLUME_NOT_SUPPORTED);
      } finally {
        LoopDevice.run("swapoff", swap.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unmounted", "lazily unmounted", "mounted over", "mounted again"})
  void what_is_mounted_otherwise_since_it_was_identified_is_not_frozen(String change)
      throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        LoopDevice other = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Writer writer = prepared(device);
      String mount = device.mount().toString();
      switch (change) {
        case "unmounted" -> device.unmount();
        case "lazily unmounted" -> LoopDevice.run("umount", "--lazy", mount);
        case "mounted over" -> LoopDevice.run("mount", "--bind", other.mount().toString(), mount);
        default -> {
          device.unmount();
          device.mountAgain();
        }
      }
      refusesChange(writer);
      freezeByHand(other);
    }
  }

  @Test
  void a_link_that_leads_elsewhere_is_not_followed() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        LoopDevice other = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
      Path byLink = link.resolve(device.mount().getFileName());
      Writer writer = writer(byLink);
      writer.describe();
      prepare(writer);
      Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
      Path fake = Files.createDirectory(elsewhere.resolve(device.mount().getFileName()));
      LoopDevice.run("mount", "--bind", other.mount().toString(), fake.toString());
      try {
        Files.delete(link);
        Files.createSymbolicLink(link, elsewhere);
        refusesChange(writer);
        freezeByHand(device);
        freezeByHand(other);
      } finally {
        LoopDevice.run("umount", fake.toString());
      }
    }
  }

  private static void refusesChange(Writer writer) throws Exception {
    HandlerContext later = context("another");
    assertThat(writer.prepareForBackup(later, Set.of(), BackupType.FULL))
        .isInstanceOf(HandlerResult.Failed.class);
    assertThat(writer.prepareForSnapshot(CONTEXT, Set.of(), Copies.NONE))
        .isInstanceOf(HandlerResult.Failed.class);
    assertThatThrownBy(() -> writer.freeze(CONTEXT, lease(TOKEN, Duration.ofMinutes(1))))
        .isInstanceOfSatisfying(
            WriterException.class,
            refused ->
                assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE))
        .hasMessageContaining("as it was identified");
    assertThat(writer.thaw(TOKEN)).isEqualTo(HoldEnd.NOT_HELD);
  }

  @Test
  void a_guard_that_died_is_started_anew_before_the_next_freeze_and_not_in_it() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20)) {
      Writer writer = prepared(device);
      Guard first = Guards.in(run.path()).running();
      first.life().kill();
      while (first.alive()) {
        LockSupport.parkNanos(1_000_000);
      }
      refuses(
          () -> writer.freeze(CONTEXT, lease(TOKEN, Duration.ofMinutes(1))),
          Failure.WRITER_INFRASTRUCTURE);
      prepare(writer);
      Hold hold = writer.freeze(CONTEXT, lease(TOKEN, Duration.ofMinutes(1)));
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    }
  }

  @Test
  void nothing_is_left_behind_where_nothing_was() throws Exception {
    assertThat(writer(directory).leftBehind()).isEqualTo(java.util.List.<FoundHold>of());
  }

  private Writer writer(Path mount) {
    return new FileSystemWriterFactory()
        .create(WRITER, Map.of("mount", mount.toString(), "run-directory", run.path().toString()));
  }

  private Writer prepared(LoopDevice device) throws Exception {
    Writer writer = writer(device.mount());
    writer.describe();
    prepare(writer);
    return writer;
  }

  private static void prepare(Writer writer) throws Exception {
    assertThat(writer.prepareForBackup(CONTEXT, Set.of(), BackupType.FULL))
        .isEqualTo(new HandlerResult.Done());
    assertThat(writer.prepareForSnapshot(CONTEXT, Set.of(), Copies.NONE))
        .isEqualTo(new HandlerResult.Done());
  }

  private static void refuses(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Failure failure) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WriterException.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(failure));
  }

  /** As another tool would. */
  private static void freezeByHand(LoopDevice device) throws IOException {
    try (Descriptor root = Descriptor.ofDirectory(device.mount())) {
      Freezing.freeze(root);
    }
  }

  private static boolean thawByHand(LoopDevice device) throws IOException {
    try (Descriptor root = Descriptor.ofDirectory(device.mount())) {
      return Freezing.thaw(root);
    }
  }

  private static HandlerContext context(String session) {
    return new HandlerContext(
        new SessionId(session), new SetId("set"), false, Duration.ofMinutes(1));
  }

  private static Lease lease(HoldToken token, Duration left) {
    return new Lease() {
      @Override
      public HoldToken token() {
        return token;
      }

      @Override
      public Duration granted() {
        return left;
      }

      @Override
      public Duration remaining() {
        return left;
      }
    };
  }
}
