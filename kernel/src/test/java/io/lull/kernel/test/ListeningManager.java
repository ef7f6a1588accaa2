package io.lull.kernel.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A service manager that only listens, as systemd does: who says what, and whether anybody has been
 * silent for longer than its watchdog allows. Java cannot receive such messages.
 */
public final class ListeningManager implements AutoCloseable {
  private static final String PROGRAM =
      """
      import socket, struct, sys
      name, silence = sys.argv[1], float(sys.argv[2])
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
      s.bind("\\0" + name[1:] if name.startswith("@") else name)
      print("listening", flush=True)
      s.settimeout(silence or None)
      while True:
          try:
              data, extra, _, _ = s.recvmsg(4096, socket.CMSG_SPACE(12))
              pid = struct.unpack("3i", extra[0][2][:12])[0]
              print(pid, data.decode().replace("\\n", "|"), flush=True)
          except TimeoutError:
              print("silence", flush=True)
      """;
  private static final long PATIENCE_SECONDS = 90;

  private final String name;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ListeningManager(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Begins to listen.
   *
   * @param name of the socket, as in NOTIFY_SOCKET
   * @param silence after how many seconds without a word it says so; 0 for never
   */
  public static ListeningManager at(String name, int silence) throws IOException {
    ListeningManager manager =
        new ListeningManager(
            name,
            new ProcessBuilder("python3", "-c", PROGRAM, name, Integer.toString(silence))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    Thread.ofPlatform().daemon().start(manager::read);
    manager.await("listening"::equals);
    return manager;
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      out.lines().forEach(lines::add);
    } catch (IOException gone) {
      // As its end.
    }
  }

  public String name() {
    return name;
  }

  /** The number of its process. */
  public String pid() {
    return Long.toString(process.pid());
  }

  /** Waits for the next such line: the number of a process and what it said, or silence. */
  public String await(Predicate<String> wanted) {
    List<String> others = new ArrayList<>();
    try {
      while (true) {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
          throw new AssertionError("expected somebody to say it, but heard only " + others);
        }
        if (wanted.test(line)) {
          return line;
        }
        others.add(line);
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  /** What was heard and not yet asked for. */
  public List<String> heard() {
    List<String> all = new ArrayList<>();
    lines.drainTo(all);
    return all;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
