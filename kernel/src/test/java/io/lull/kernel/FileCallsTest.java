package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallsTest {
  private static final Name FILE = Name.of("file");

  @TempDir Path path;
  private final FileCalls calls = new FileCalls();
  private int directory;

  @BeforeEach
  void open() throws Exception {
    directory = calls.openDirectory(path.toString());
  }

  @AfterEach
  void close() {
    calls.close(directory);
    calls.close();
  }

  @Test
  void a_file_is_known_as_java_knows_it() throws Exception {
    Path file = Files.writeString(path.resolve("file"), "12345");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
    Files.createLink(path.resolve("other"), file);
    FileStat stat = calls.stat(directory, FILE);
    Map<String, Object> known = Files.readAttributes(file, "unix:*");
    assertThat(stat.mode()).isEqualTo(known.get("mode"));
    assertThat(stat.permissions()).isEqualTo(0651);
    assertThat(stat.links()).isEqualTo(2).isEqualTo(known.get("nlink"));
    assertThat(stat.owner()).isEqualTo(known.get("uid"));
    assertThat(stat.group()).isEqualTo(known.get("gid"));
    assertThat(stat.inode()).isEqualTo(known.get("ino"));
    assertThat(stat.size()).isEqualTo(5);
    assertThat(stat.modification().total())
        .isEqualTo(Files.getLastModifiedTime(file).to(java.util.concurrent.TimeUnit.NANOSECONDS));
  }

  @Test
  void names_that_are_no_text_are_listed_and_found() throws Exception {
    byte[] bytes = {(byte) 0xff, '\n', (byte) 0xc3, ' ', '.'};
    Name odd = Name.of(bytes);
    calls.close(calls.create(directory, odd, 0600));
    calls.makeDirectory(directory, Name.of("..x"), 0700);
    calls.makeLink(directory, Name.of("link"), odd);
    List<DirectoryEntry> entries = new ArrayList<>();
    calls.list(directory, entries);
    assertThat(entries)
        .containsExactlyInAnyOrder(
            new DirectoryEntry(odd, FileType.FILE),
            new DirectoryEntry(Name.of("..x"), FileType.DIRECTORY),
            new DirectoryEntry(Name.of("link"), FileType.LINK));
    int link = calls.openPlace(directory, Name.of("link"));
    assertThat(calls.readLink(link)).isEqualTo(odd);
    calls.close(link);
  }

  @Test
  void a_large_directory_is_listed_whole_and_again() throws Exception {
    for (int i = 0; i < 5000; i++) {
      calls.close(calls.create(directory, Name.of("a rather long name of a file " + i), 0600));
    }
    for (int time = 1; time <= 2; time++) {
      List<DirectoryEntry> entries = new ArrayList<>();
      calls.list(directory, entries);
      assertThat(entries).hasSize(5000).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_link_is_never_followed() throws Exception {
    Files.createDirectory(path.resolve("there"));
    Files.createSymbolicLink(path.resolve("link"), path.resolve("there"));
    assertThatThrownBy(() -> calls.openFile(directory, Name.of("link")))
        .isInstanceOfSatisfying(
            SystemCallException.class, failed -> assertThat(failed.is(Errno.ELOOP)).isTrue());
    assertThatThrownBy(() -> calls.openDirectory(directory, Name.of("link")))
        .isInstanceOf(SystemCallException.class);
    assertThat(calls.stat(directory, Name.of("link")).type()).isEqualTo(FileType.LINK);
  }

  @Test
  void a_pipe_without_a_writer_does_not_keep_anybody() throws Exception {
    calls.makeNode(directory, FILE, 0x1000 | 0600, 0);
    int pipe = calls.openFile(directory, FILE);
    assertThat(calls.stat(pipe).type()).isEqualTo(FileType.FIFO);
    calls.close(pipe);
  }

  @Test
  void data_and_holes_are_where_they_were_written() throws Exception {
    MemorySegment block = calls.allocate(4096);
    block.fill((byte) 7);
    int file = calls.create(directory, FILE, 0600);
    calls.write(file, block, 4096, 1 << 20);
    calls.truncate(file, 3 << 20);
    assertThat(calls.nextData(file, 0)).isEqualTo(1 << 20);
    assertThat(calls.nextHole(file, 1 << 20)).isEqualTo((1 << 20) + 4096);
    assertThat(calls.nextData(file, 2 << 20)).isEqualTo(-1);
    MemorySegment read = calls.allocate(4096);
    int again = calls.openFile(directory, FILE);
    assertThat(calls.read(again, read, 4096, 1 << 20)).isEqualTo(4096);
    assertThat(read.mismatch(block)).isEqualTo(-1);
    assertThat(calls.read(again, read, 4096, 3 << 20)).isZero();
    calls.close(file);
    calls.close(again);
  }

  @Test
  void attributes_modes_and_times_are_kept_of_everything() throws Exception {
    Name attribute = Name.of("user.lull");
    byte[] value = "kept".getBytes(StandardCharsets.UTF_8);
    int file = calls.create(directory, FILE, 0600);
    AttributeCalls attributes = calls.attributes();
    assertThat(attributes.names(file)).isEmpty();
    attributes.set(file, attribute, value);
    attributes.mode(file, 0640);
    FileStat old = calls.stat(directory, Name.of("."));
    attributes.times(file, old);
    assertThat(attributes.names(file)).containsExactly(attribute);
    assertThat(attributes.value(AttributeCalls.place(file), attribute)).isEqualTo(value);
    assertThat(calls.stat(file).permissions()).isEqualTo(0640);
    assertThat(calls.stat(file).modification()).isEqualTo(old.modification());
    attributes.remove(file, attribute);
    assertThat(attributes.names(AttributeCalls.place(file))).isEmpty();
    calls.close(file);
  }

  @Test
  void a_name_that_no_file_system_takes_is_a_failure_with_a_name() {
    Name name = Name.of("x".repeat(300));
    assertThatThrownBy(() -> calls.create(directory, name, 0600))
        .isInstanceOfSatisfying(
            SystemCallException.class,
            failed -> assertThat(failed.is(Errno.ENAMETOOLONG)).isTrue());
    assertThatThrownBy(() -> calls.stat(directory, Name.of("x".repeat(10_000))))
        .isInstanceOf(SystemCallException.class);
  }

  @Test
  void names_are_equal_by_their_bytes() {
    Name name = Name.of(new byte[] {1, 2});
    assertThat(name).isEqualTo(Name.of(new byte[] {1, 2})).hasSameHashCodeAs(name);
    assertThat(name).isNotEqualTo(Name.of(new byte[] {1, 3}));
    byte[] target = new byte[4];
    name.copyTo(target, 1);
    assertThat(target).containsExactly(0, 1, 2, 0);
    assertThat(name.is(target, 1, 3)).isTrue();
    assertThat(MemorySegment.ofArray(target).get(JAVA_BYTE, 2)).isEqualTo(name.at(1));
  }
}
