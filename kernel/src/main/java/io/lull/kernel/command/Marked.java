package io.lull.kernel.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes that were started with certain words in their environment. What they start inherits
 * them, so that it is found also when it has left its group, its session and its parents.
 */
public final class Marked {
  private static final Path PROC = Path.of("/proc");
  private static final int ENVIRONMENT_MAX = 256 * 1024;
  private static final long PAUSE_NANOS = 5_000_000;

  private final Set<String> words;

  private Marked(Set<String> words) {
    this.words = words;
  }

  /** Those that have all of these. */
  public static Marked by(Map<String, String> environment) {
    Set<String> words = new HashSet<>();
    environment.forEach((word, value) -> words.add(word + "=" + value));
    return new Marked(Set.copyOf(words));
  }

  /** Whether there is one now; one that has ended and was not asked for its status is none. */
  public boolean any() {
    return !find().isEmpty();
  }

  /**
   * Kills them all with what they have started, again and again until there is none.
   *
   * @param patience for how long
   * @return false if one is still there: it is in a system call that does not return
   */
  public boolean kill(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      Collection<ProcessHandle> found = find();
      if (found.isEmpty()) {
        return true;
      }
      // First all are known and then killed: of whom the parent is dead nobody knows that it was.
      Map<Long, ProcessHandle> all = new LinkedHashMap<>();
      for (ProcessHandle process : found) {
        all.put(process.pid(), process);
        process.descendants().forEach(child -> all.putIfAbsent(child.pid(), child));
      }
      all.values().forEach(ProcessHandle::destroyForcibly);
      if (System.nanoTime() - until >= 0) {
        return find().isEmpty();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits for them to end by themselves, and says whether they did. */
  public boolean awaitNone(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (any()) {
      if (System.nanoTime() - until >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  private List<ProcessHandle> find() {
    List<ProcessHandle> found = new ArrayList<>();
    long own = ProcessHandle.current().pid();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : all) {
        long pid = Long.parseLong(process.getFileName().toString());
        // The handle knows when the process began, so that never another one is killed.
        if (pid != own) {
          ProcessHandle.of(pid).filter(_ -> has(process)).ifPresent(found::add);
        }
      }
    } catch (IOException | NumberFormatException withoutProc) {
      throw new IllegalStateException("expected to read " + PROC, withoutProc);
    }
    return found;
  }

  private boolean has(Path process) {
    try (InputStream environment = Files.newInputStream(process.resolve("environ"))) {
      String text = new String(environment.readNBytes(ENVIRONMENT_MAX), ISO_8859_1);
      int here = 0;
      for (String word : text.split("\0")) {
        here += words.contains(word) ? 1 : 0;
      }
      return here >= words.size();
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }
}
