package io.lull.writer.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that a test runs in a temporary directory, as a user that may own nothing else. */
public final class ServerProcess implements AutoCloseable {
  /** Stopped, or ended and not looked after yet, or gone. */
  private static final String RESTING = "TtZX";

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it; as root, under the rights of the user that its package brought. */
  public static ServerProcess start(String user, Path log, List<String> command)
      throws IOException {
    return new ServerProcess(
        new ProcessBuilder(as(user, command))
            .directory(log.getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start(),
        log);
  }

  /** Waits until something works that does so only when the server runs. */
  public <T> T await(Callable<T> works) throws Exception {
    while (true) {
      try {
        return works.call();
      } catch (Exception notYet) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("expected a server, but it ended: " + said(), notYet);
        }
      }
    }
  }

  public String said() throws IOException {
    return Files.readString(log);
  }

  /** It and all its processes neither run nor end, until they {@link #go} on. */
  public void stop() throws Exception {
    Calls.await(
        () -> {
          // A process that was born since the last look has not heard the signal yet.
          signal("STOP");
          for (ProcessHandle one : all()) {
            if (runs(one.pid())) {
              return false;
            }
          }
          return true;
        });
  }

  /** Whether a thread of it may run: the signal takes effect on one after the other. */
  private static boolean runs(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        // The state comes after the name, which stands in brackets and may have any letters. What
        // has ended stays a zombie for as long as its parent stands still.
        if (RESTING.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0) {
          return true;
        }
      }
      return false;
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }

  public void go() throws Exception {
    signal("CONT");
  }

  /** Asks it to end, and waits until it has. */
  public void end(String signal) throws Exception {
    run(List.of("kill", "-" + signal, Long.toString(process.pid())));
    process.waitFor();
  }

  private List<ProcessHandle> all() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private void signal(String name) throws Exception {
    for (ProcessHandle one : all()) {
      try {
        run(List.of("kill", "-" + name, Long.toString(one.pid())));
      } catch (AssertionError e) {
        // A process for one connection may have gone with it meanwhile.
        if (one.isAlive()) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all = all();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor();
      // Its children may still write below what somebody removes next.
      Calls.await(() -> all.stream().noneMatch(one -> runs(one.pid())));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A directory that this user owns, below one that everybody may pass. */
  public static Path directory(String user) throws Exception {
    Path directory = Files.createTempDirectory("lull-" + user);
    give(directory, user);
    return directory;
  }

  public static void give(Path path, String user) throws Exception {
    if (root()) {
      run(List.of("chown", user + ":", path.toString()));
    }
  }

  public static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** A copy as a person would make one, with owners and links. */
  public static Path copy(Path from, Path to) throws Exception {
    run(List.of("cp", "-a", from.toString(), to.toString()));
    return to;
  }

  public static void runAs(String user, List<String> command) throws Exception {
    run(as(user, command));
  }

  public static void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(new java.io.File("/"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("expected " + command + " to succeed, but it said: " + said);
    }
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private static List<String> as(String user, List<String> command) {
    List<String> whole = new ArrayList<>();
    if (root()) {
      whole.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups"));
    }
    whole.addAll(command);
    return whole;
  }
}
