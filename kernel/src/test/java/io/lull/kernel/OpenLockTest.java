package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Real;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenLockTest {
  @TempDir Path directory;

  @Test
  void a_file_is_locked_once_until_that_lock_is_closed() throws Exception {
    Path file = directory.resolve("lock");
    try (OpenLock lock = OpenLock.attempt(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(OpenLock.attempt(file)).isEmpty();
    }
    OpenLock.attempt(file).orElseThrow().close();
  }

  @Test
  void whoever_else_opens_and_closes_the_file_here_does_not_end_the_lock() throws Exception {
    Real.needCommand("python3");
    Path file = directory.resolve("lock");
    try (OpenLock lock = OpenLock.attempt(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      Files.copy(file, directory.resolve("copy"));
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThat(other.isOpen()).isTrue();
      }
      assertThat(OpenLock.attempt(file)).isEmpty();
      assertThat(lockedByAnotherProcess(file)).isFalse();
    }
    assertThat(lockedByAnotherProcess(file)).isTrue();
  }

  /** Whether a process with the locks that everybody uses can have it. */
  private static boolean lockedByAnotherProcess(Path file) throws Exception {
    String program =
        "import fcntl, sys\nfcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)";
    return new ProcessBuilder(List.of("python3", "-c", program, file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
