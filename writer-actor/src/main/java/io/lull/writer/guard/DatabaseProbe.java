package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Looks at SQLite databases in a process of its own, which lives for that alone.
 *
 * <p>The node must not: when it closes such a file, the kernel drops all locks that the node has on
 * it, and where providers read the same files, SQLite could not trust its own locks. Nor must the
 * guard while it holds any.
 */
public final class DatabaseProbe {
  private DatabaseProbe() {}

  /** What is to be done with each database. */
  public enum Task {
    /** Say what stands in the way of a lock. */
    LOOK,
    /** The same, and bring what is in the log into the database. */
    PREPARE,
    /** Say who has it open. */
    FIND_USERS,
    /** Have SQLite check all of it. */
    CHECK,
    /** Copy it to the path that follows it, where nothing is yet, as it is at one moment. */
    COPY
  }

  /**
   * Does this with each of them, and says which are not as they should be, and why.
   *
   * @throws IOException if that could not be found out
   */
  public static Map<String, Fault> run(Task task, List<String> paths, Duration limit)
      throws IOException, InterruptedException {
    Process process = GuardProcess.builder(DatabaseProbe.class, List.of(task.name())).start();
    Thread stop = Thread.ofPlatform().daemon().start(() -> stopAfter(process, limit));
    try {
      try (OutputStream out = process.getOutputStream()) {
        out.write(new Lines().addAll("path", paths).text().getBytes(UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8).strip();
        throw new IOException(
            "expected the process that looks at databases to end within "
                + limit.toSeconds()
                + " s, but it did not; it said: "
                + errors);
      }
      return read(paths, Lines.parse(said));
    } finally {
      process.destroyForcibly();
      stop.interrupt();
    }
  }

  /** Another small process that may open databases, as the node may not. */
  public static ProcessBuilder process(Class<?> main) {
    return GuardProcess.builder(main, List.of());
  }

  private static void stopAfter(Process process, Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException ended) {
      // So nobody waits for it any more.
      process.destroyForcibly();
    }
  }

  private static Map<String, Fault> read(List<String> paths, Lines lines) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    for (String fault : lines.all("fault")) {
      String[] words = fault.split(" ", 3);
      faults.put(
          paths.get(Integer.parseInt(words[0])),
          new Fault(Failure.ofCode(words[1]).orElse(Failure.INTERNAL), words[2]));
    }
    return faults;
  }

  /** The process that looks. */
  public static void main(String[] arguments) throws IOException {
    List<String> paths;
    try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
      String text = new String(in.readAllBytes(), UTF_8);
      paths = text.isEmpty() ? List.of() : Lines.parse(text).all("path");
    }
    Lines said = new Lines().add("looked", paths.size());
    Map<Integer, Fault> faults =
        switch (Task.valueOf(arguments[0])) {
          case LOOK -> new DatabaseLook(false).look(paths);
          case PREPARE -> new DatabaseLook(true).look(paths);
          case FIND_USERS -> DatabaseLook.findUsers(paths);
          case CHECK -> DatabaseLook.check(paths);
          case COPY -> DatabaseCopy.copy(paths);
        };
    faults.forEach(
        (path, fault) ->
            said.add("fault", path + " " + fault.failure().code() + " " + fault.detail()));
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(said.text().getBytes(UTF_8));
    }
    Runtime.getRuntime().halt(0);
  }
}
