package io.lull.kernel.command;

import io.lull.kernel.ProcessGroups;
import io.lull.kernel.SystemCallException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command that runs in a process group of its own; nothing of the group outlives it. */
public final class Running {
  /** Room for a path and for what a tool prints as a list. */
  static final int OUT = 1 << 20;

  static final int ERR = 4096;

  private static final File NOTHING = new File("/dev/null");
  private static final String LEADER = "/usr/bin/setsid";
  private static final long GRACE_MILLIS = 500;

  private final Process process;
  private final Output out = new Output(OUT, false);
  private final Output err = new Output(ERR, true);
  private final List<Thread> readers;

  private Running(Process process, String name) {
    this.process = process;
    this.readers =
        List.of(
            out.read(name + " out", process.getInputStream()),
            err.read(name + " err", process.getErrorStream()));
  }

  /**
   * Starts a command.
   *
   * @param environment all of its environment; nothing of ours is added
   */
  public static Running start(CommandLine command, Map<String, String> environment)
      throws IOException {
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
    return new Running(builder.start(), command.program());
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
   * @throws InterruptedException if nobody waits for it any more; it is asked to end, and goes on
   *     if it does not
   */
  public Outcome awaitWhole() throws InterruptedException {
    try {
      return outcome();
    } catch (InterruptedException unwanted) {
      ask();
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

  /** Asks it to end, and leaves to it when. */
  public void ask() {
    try {
      ProcessGroups.terminate(process.pid());
    } catch (SystemCallException goneOrNotOurs) {
      // There is nobody to ask, or it does not listen to us.
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

  /** It, and what it has started and not left alone. */
  List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private void kill() {
    try {
      ProcessGroups.kill(process.pid());
    } catch (SystemCallException notOurs) {
      process.destroyForcibly();
    }
  }
}
