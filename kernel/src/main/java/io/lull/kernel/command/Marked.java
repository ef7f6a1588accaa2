package io.lull.kernel.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes that were started with certain words in their environment. What they start inherits
 * them, so that it is found also when it has left its group, its session and its parents.
 */
public final class Marked {
  private static final File PROC = new File("/proc");
  private static final int ENVIRONMENT_MAX = 128 * 1024;
  private static final long PAUSE_NANOS = 5_000_000;

  private final List<byte[]> words;

  private Marked(List<byte[]> words) {
    this.words = words;
  }

  /** Those that have all of these. */
  public static Marked by(Map<String, String> environment) {
    return new Marked(
        environment.entrySet().stream()
            .map(word -> (word.getKey() + "=" + word.getValue()).getBytes(UTF_8))
            .toList());
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
    String[] names = PROC.list();
    if (names == null) {
      throw new IllegalStateException("expected to read " + PROC);
    }
    byte[] block = new byte[ENVIRONMENT_MAX];
    for (String name : names) {
      if (Character.isDigit(name.charAt(0)) && has(name, block)) {
        // A handle knows when its process began, so that never another one is killed by it.
        ProcessHandle.of(Long.parseLong(name)).filter(_ -> has(name, block)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Called for every process of the machine, most of which it has nothing to do with. */
  private boolean has(String process, byte[] block) {
    int size = 0;
    try (InputStream environment = new FileInputStream(PROC + "/" + process + "/environ")) {
      for (int read = 0; read >= 0 && size < block.length; size += Math.max(read, 0)) {
        read = environment.read(block, size, block.length - size);
      }
    } catch (IOException goneOrNotOurs) {
      return false;
    }
    int here = 0;
    for (byte[] word : words) {
      here += contains(block, size, word) ? 1 : 0;
    }
    return here == words.size();
  }

  /** Whether one of the texts in a block, each of which ends with a zero, is this one. */
  private static boolean contains(byte[] block, int size, byte[] word) {
    for (int start = 0; start < size; start++) {
      int end = start + word.length;
      if (end < size && block[end] == 0 && Arrays.equals(block, start, end, word, 0, word.length)) {
        return true;
      }
      while (start < size && block[start] != 0) {
        start++;
      }
    }
    return false;
  }
}
