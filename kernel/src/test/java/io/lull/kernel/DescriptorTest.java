package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.lull.protocol.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {
  @TempDir Path directory;

  @Test
  void a_directory_is_the_one_that_java_sees() throws Exception {
    try (Descriptor descriptor = Descriptor.ofDirectory(directory)) {
      Identity identity = descriptor.identity();
      assertThat(identity.inode()).isEqualTo(Files.getAttribute(directory, "unix:ino"));
      long device = (long) Files.getAttribute(directory, "unix:dev");
      assertThat(identity.deviceMinor()).isEqualTo((int) (device & 0xff));
      // Others write to the same disk meanwhile.
      assertThat(descriptor.available())
          .isCloseTo(Files.getFileStore(directory).getUsableSpace(), withinPercentage(10));
    }
  }

  @Test
  void names_with_spaces_newlines_and_umlauts_are_names() throws Exception {
    Path child = Files.createDirectory(directory.resolve("a b\nc ü"));
    try (Descriptor parent = Descriptor.ofDirectory(directory);
        Descriptor opened = parent.child("a b\nc ü")) {
      assertThat(opened.identity().inode()).isEqualTo(Files.getAttribute(child, "unix:ino"));
    }
  }

  @Test
  void a_file_is_read_at_any_place_into_any_buffer() throws Exception {
    Path path = Files.writeString(directory.resolve("file"), "0123456789");
    try (Descriptor file = Descriptor.ofPlainFile(path)) {
      assertThat(file.stat().size()).isEqualTo(10);
      for (ByteBuffer into : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
        into.put((byte) 'x').limit(4);
        assertThat(file.read(5, into)).isEqualTo(3);
        assertThat(StandardCharsets.UTF_8.decode(into.flip()).toString()).isEqualTo("x567");
        assertThat(file.read(8, into.clear())).isEqualTo(2);
        assertThat(file.read(10, into)).isZero();
      }
      Files.delete(path);
      assertThat(file.read(0, ByteBuffer.allocate(20))).isEqualTo(10);
    }
    Path link = Files.createSymbolicLink(path, directory.resolve("elsewhere"));
    assertThatThrownBy(() -> Descriptor.ofPlainFile(link))
        .isInstanceOfSatisfying(
            SystemCallException.class, failed -> assertThat(failed.is(Errno.ELOOP)).isTrue());
  }

  @Test
  void a_link_at_the_end_is_refused_in_words() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    assertThatThrownBy(() -> Descriptor.ofDirectory(link))
        .isInstanceOfSatisfying(
            SystemCallException.class,
            failed -> {
              assertThat(failed.is(Errno.ENOTDIR) || failed.is(Errno.ELOOP)).isTrue();
              assertThat(failed.fault("a directory").failure()).isEqualTo(Failure.OBJECT_NOT_FOUND);
            })
        .hasMessageContaining("opening " + link);
  }

  @Test
  void an_attribute_is_kept_and_a_missing_one_is_empty() throws Exception {
    byte[] value = "kept".getBytes(StandardCharsets.UTF_8);
    try (Descriptor descriptor = Descriptor.ofDirectory(directory)) {
      assertThat(descriptor.attribute("trusted.lull.test")).isEmpty();
      descriptor.attribute("user.lull.test", value);
      assertThat(descriptor.attribute("user.lull.test")).hasValue(value);
    }
  }

  @Test
  void a_closed_one_is_never_somebody_elses_number() throws Exception {
    Descriptor descriptor = Descriptor.ofDirectory(directory);
    descriptor.close();
    descriptor.close();
    assertThatThrownBy(descriptor::identity)
        .isInstanceOfSatisfying(
            SystemCallException.class, failed -> assertThat(failed.is(Errno.EBADF)).isTrue());
  }

  @Test
  void the_number_is_kept_until_the_last_call_with_it_has_ended() throws Exception {
    Descriptor descriptor = Descriptor.ofDirectory(directory);
    Path number =
        descriptor.with(
            own -> {
              descriptor.close();
              Path path = Path.of("/proc/self/fd/" + own);
              assertThat(Files.exists(path)).isTrue();
              return path;
            });
    assertThat(Files.exists(number) && Files.isSameFile(number, directory)).isFalse();
  }

  @Test
  void what_the_file_system_cannot_do_is_a_failure_with_a_name() throws Exception {
    try (Descriptor descriptor = Descriptor.ofDirectory(directory)) {
      long nobodysRequest = 0x4C55;
      assertThatThrownBy(() -> descriptor.ioctl("asking nobody", nobodysRequest, 0))
          .isInstanceOfSatisfying(
              SystemCallException.class, failed -> assertThat(failed.is(Errno.ENOTTY)).isTrue())
          .hasMessage("asking nobody: the file system cannot do it (ENOTTY)");
    }
  }

  @Test
  void what_was_written_can_be_forced() throws Exception {
    Files.writeString(directory.resolve("file"), "x");
    try (Descriptor descriptor = Descriptor.ofDirectory(directory)) {
      descriptor.force();
      descriptor.forceFileSystem();
      assertThat(descriptor.fileSystem()).isIn((Object[]) FileSystemKind.values());
    }
  }
}
