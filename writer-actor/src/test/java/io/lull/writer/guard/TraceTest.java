package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What node and guard ask of the kernel while a file system is frozen, as strace saw it. */
class TraceTest {
  private static final String CALLS =
      "trace=ioctl,write,pwrite64,writev,pwritev,pwritev2,open,openat,openat2,creat,unlink,unlinkat,"
          + "rename,renameat,renameat2,mkdir,mkdirat,truncate,ftruncate,fallocate,fsync,fdatasync,"
          + "sync,syncfs,msync,mmap,link,linkat,symlink,symlinkat,chmod,fchmod,fchmodat,utimensat,"
          + "sendfile,copy_file_range,splice,sync_file_range";
  // Where the frozen file system may lie is everywhere but in memory, in a pipe and in the kernel.
  private static final Pattern HARMLESS =
      Pattern.compile("<(pipe:|anon_inode:|socket:|/dev/null|/proc/|/sys/|/dev/shm/)");
  private static final Pattern READS =
      Pattern.compile("open(at2?)?\\(.*(O_RDONLY|O_PATH)(?!.*O_(CREAT|TRUNC))");
  private static final Pattern SHARED = Pattern.compile("PROT_WRITE.*MAP_SHARED.*<");

  @TempDir Path directory;

  @Test
  void nothing_is_written_to_a_file_while_one_is_frozen() throws Exception {
    Real.needCommand("strace");
    Path trace = directory.resolve("trace");
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount());
        Child child =
            Child.start(
                scene,
                scene.token(),
                device.mount(),
                Duration.ofSeconds(50),
                Duration.ofSeconds(50),
                List.of("strace", "-f", "-y", "-e", CALLS, "-o", trace.toString()),
                Map.of())) {
      child.say("begin");
      child.awaitLine("began");
      watch.awaitFrozen();
      child.say("end");
      assertThat(child.awaitLine("ended ")).isEqualTo("HELD");
      watch.awaitThawed();
    }
    List<String> window = window(trace);
    assertThat(window).anyMatch(line -> line.contains("FITHAW"));
    assertThat(window).anyMatch(line -> line.contains("<pipe:"));
    assertThat(window.stream().filter(TraceTest::writesToAFile)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void nothing_is_written_for_a_lock_of_a_database_until_it_is_gone(String mode) throws Exception {
    Real.needCommand("strace");
    Path trace = directory.resolve("trace");
    Path path = directory.toRealPath().resolve("a.db");
    List<String> window;
    try (Scene scene = Scene.make();
        Watch watch = Watch.ofDatabase(path, mode);
        Child child =
            Child.start(
                scene,
                scene.token(),
                path,
                Duration.ofSeconds(50),
                Duration.ofSeconds(50),
                List.of("strace", "-f", "-y", "-e", CALLS + ",fcntl", "-o", trace.toString()),
                Map.of())) {
      child.say("begin");
      child.awaitLine("began");
      watch.awaitFrozen();
      int first = Files.readAllLines(trace).size();
      child.say("end");
      assertThat(child.awaitLine("ended ")).isEqualTo("HELD");
      watch.awaitThawed();
      List<String> lines = Files.readAllLines(trace);
      window = lines.subList(first, lines.size());
    }
    assertThat(window).anyMatch(line -> line.contains("F_UNLCK") && line.contains("/a.db"));
    assertThat(window).anyMatch(line -> line.contains("<pipe:"));
    assertThat(
            window.stream()
                .filter(line -> !line.contains(" fcntl("))
                .filter(TraceTest::writesToAFile))
        .isEmpty();
  }

  /** From the first freeze of a file system that can be frozen to its thaw. */
  private static List<String> window(Path trace) throws IOException {
    List<String> lines = Files.readAllLines(trace);
    int first = 0;
    int last = lines.size();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      // The rehearsal freezes and thaws what is in memory, and is refused.
      if (line.contains("FIFREEZE") && !line.contains("/dev/shm/")) {
        first = i;
      }
      if (line.contains("FITHAW") && !line.contains("/dev/shm/")) {
        last = i;
      }
    }
    return lines.subList(first, Math.min(last + 1, lines.size()));
  }

  private static boolean writesToAFile(String line) {
    String call = line.replaceFirst("^\\d+\\s+", "");
    if (call.startsWith("ioctl") || call.startsWith("<...") || call.startsWith("---")) {
      return false;
    }
    if (call.startsWith("+++") || READS.matcher(call).find()) {
      return false;
    }
    if (call.startsWith("mmap")) {
      return SHARED.matcher(call).find() && !HARMLESS.matcher(call).find();
    }
    return !HARMLESS.matcher(call).find() && !call.contains("\"/dev/shm/");
  }

  @Test
  void a_write_to_a_file_would_be_found() {
    assertThat(writesToAFile("1 write(4</var/log/x>, \"a\", 1) = 1")).isTrue();
    assertThat(writesToAFile("1 openat(AT_FDCWD</>, \"/a\", O_WRONLY|O_CREAT, 0666) = 3")).isTrue();
    assertThat(writesToAFile("1 openat(AT_FDCWD</>, \"/a\", O_RDONLY|O_CREAT, 0666) = 3")).isTrue();
    assertThat(writesToAFile("1 fsync(4</a>) = 0")).isTrue();
    assertThat(writesToAFile("1 unlink(\"/tmp/a\") = 0")).isTrue();
    assertThat(
            writesToAFile("1 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 5</tmp/a>, 0) = 1"))
        .isTrue();
    assertThat(writesToAFile("1 write(1<pipe:[12]>, \"a\", 1) = 1")).isFalse();
    assertThat(writesToAFile("1 openat(AT_FDCWD</>, \"/a\", O_RDONLY|O_CLOEXEC) = 3")).isFalse();
  }
}
