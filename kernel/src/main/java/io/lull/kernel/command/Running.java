package io.lull.kernel.command;

import io.lull.kernel.Pipe;
import io.lull.kernel.ProcessGroups;
import io.lull.kernel.ProcessStat;
import io.lull.kernel.SystemCallException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A command that runs in a process group of its own; nothing of the group outlives it. */
public final class Running {
  /** Room for a path and for what a tool prints as a list. */
  static final int OUT = 1 << 20;

  static final int ERR = 4096;

  private static final File NOTHING = new File("/dev/null");
  private static final String LEADER = "/usr/bin/setsid";
  private static final long GRACE_MILLIS = 500;
  private static final long LAST_WORDS_MILLIS = 50;
  private static final long PAUSE_NANOS = 5_000_000;

  private final Process process;
  private final Output out;
  private final Output err = new Output(ERR, true);
  private final List<Thread> readers;

  private Running(Process process, String name, int room, InputStream said, InputStream wrong) {
    this.process = process;
    this.out = new Output(room, false);
    this.readers = List.of(out.read(name + " out", said), err.read(name + " err", wrong));
  }

  /**
   * Starts a command.
   *
   * @param environment all of its environment; nothing of ours is added
   */
  public static Running start(CommandLine command, Map<String, String> environment)
      throws IOException {
    Process process = builder(command, environment).start();
    return new Running(
        process, command.program(), OUT, process.getInputStream(), process.getErrorStream());
  }

  /**
   * Starts a command that may leave processes behind which are to live on, and to print.
   *
   * @param environment all of its environment; nothing of ours is added
   * @param input whether its standard input stays open until {@link #closeInput}
   */
  public static Running startOpen(
      CommandLine command, Map<String, String> environment, boolean input) throws IOException {
    ProcessBuilder builder = builder(command, environment);
    if (input) {
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    }
    try (Pipe said = Pipe.open();
        Pipe wrong = Pipe.open()) {
      Process process = builder.redirectOutput(said.out()).redirectError(wrong.out()).start();
      return new Running(process, command.program(), ERR, said.in(), wrong.in());
    }
  }

  private static ProcessBuilder builder(CommandLine command, Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    // Becomes the leader of a new session and then the command, with the same process id.
    words.add(LEADER);
    words.addAll(command.words());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(new File("/"))
            .redirectInput(ProcessBuilder.Redirect.from(NOTHING));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Waits so long for its end, and says whether it has come. */
  public boolean await(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether it goes on; the kernel knows the end of it before anybody here is told. */
  public boolean isAlive() {
    return process.isAlive() && ProcessStat.of(process.pid()).filter(ProcessStat::runs).isPresent();
  }

  /** With which status it has ended. */
  public int status() {
    return process.exitValue();
  }

  /** How it has ended, with its last words; what it has left behind lives on. */
  public Outcome ended() throws InterruptedException {
    for (Thread reader : readers) {
      reader.join(LAST_WORDS_MILLIS);
    }
    return new Outcome(process.exitValue(), out.text(), err.text());
  }

  /** The beginning of what it has printed so far. */
  public String said() {
    return out.text();
  }

  /** What reads its standard input comes to the end of it. */
  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // It reads no more.
    }
  }

  /**
   * Waits for the end of the command, and ends what it has left behind.
   *
   * @throws InterruptedException if nobody waits for it any more; it is ended then
   */
  public Outcome await() throws InterruptedException {
    try {
      return outcome();
    } catch (InterruptedException unwanted) {
      end();
      throw unwanted;
    }
  }

  /**
   * As {@link #await()}, for a command that must not be ended half-way.
   *
   * @throws InterruptedException if nobody waits for it any more; it was asked to end then, and has
   *     ended when it wanted to
   */
  public Outcome awaitWhole() throws InterruptedException {
    try {
      return outcome();
    } catch (InterruptedException unwanted) {
      askToEnd();
      throw unwanted;
    }
  }

  private Outcome outcome() throws InterruptedException {
    int status = process.waitFor();
    // What is still there would keep the output open, and nobody would ever end it.
    kill();
    for (Thread reader : readers) {
      reader.join(GRACE_MILLIS);
    }
    return new Outcome(status, out.text(), err.text());
  }

  /** Waits for its end, and asks for it with every interrupt. */
  private void askToEnd() {
    ask();
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException again) {
        ask();
      }
    }
    kill();
  }

  private void ask() {
    try {
      ProcessGroups.terminate(process.pid());
    } catch (SystemCallException notOurs) {
      // It runs as somebody else, and ends when it has done its work.
    }
  }

  /** Asks it to end, and soon ends it together with all that it has started. */
  public void end() {
    List<ProcessHandle> others = processes();
    try {
      ProcessGroups.terminate(process.pid());
      // Long enough to remove a temporary file, and no longer: somebody may stand still meanwhile.
      Thread.interrupted();
      process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    } catch (SystemCallException notOurs) {
      // It runs as somebody else; what can be killed is killed below.
    }
    kill();
    // Those that have left the group; one that has also left its parents is out of reach.
    others.forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * Waits, whatever comes, until nothing of its group runs any more: what was killed in the middle
   * of a system call still brings that to its end.
   */
  public void awaitGone() {
    boolean interrupted = Thread.interrupted();
    while (ProcessGroups.runs(process.pid())) {
      LockSupport.parkNanos(PAUSE_NANOS);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** It, and what it has started and not left alone. */
  List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Kills its group, at once. */
  public void kill() {
    try {
      ProcessGroups.kill(process.pid());
    } catch (SystemCallException notOurs) {
      process.destroyForcibly();
    }
  }
}
