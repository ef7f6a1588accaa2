package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One life of a guard.
 *
 * @param started the kernel's tick at which it began, since numbers are used again
 */
public record GuardLife(long pid, long started) {
  private static final Path PROC = Path.of("/proc");
  private static final long PAUSE_NANOS = 10_000_000;
  private static final int STATE = 0;
  private static final int START = 19;

  static GuardLife own() throws IOException {
    long pid = ProcessHandle.current().pid();
    return new GuardLife(pid, Long.parseLong(stat(PROC.resolve("" + pid))[START]));
  }

  /**
   * Whether nothing of it can do anything any more.
   *
   * <p>A killed process with a thread in a system call goes only when that call has returned, and
   * until then its first thread may look dead already.
   */
  public boolean gone() {
    Path process = PROC.resolve(Long.toString(pid));
    try {
      return Long.parseLong(stat(process)[START]) != started || dead(process);
    } catch (IOException | RuntimeException noSuchProcess) {
      return !Files.exists(process);
    }
  }

  private static boolean dead(Path process) throws IOException {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        if (Files.exists(thread) && !"ZX".contains(stat(thread)[STATE])) {
          return false;
        }
      }
      return true;
    }
  }

  /** Waits so long for that, and says whether it has come. */
  boolean awaitGone(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!gone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - until >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  /** Asks it to let everything go and to end. */
  public void ask() {
    if (!gone()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }

  /** Ends it by force, also when it is stopped. */
  public void kill() {
    if (!gone()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** What follows the name, which may itself have spaces and parentheses. */
  private static String[] stat(Path process) throws IOException {
    String line = Files.readString(process.resolve("stat"), ISO_8859_1);
    return line.substring(line.lastIndexOf(')') + 2).split(" ");
  }
}
