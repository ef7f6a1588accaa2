package io.lull.cli.backup;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Pause;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a command of the user's on a set; it learns from its environment where the copies lie. */
public final class Exec {
  /** The end of what the help says of it. */
  public static final String FINDS =
      " It finds LULL_SET, LULL_SESSION, LULL_COPIES (how many) and LULL_COPY_0, LULL_VOLUME_0 and"
          + " so on.";

  /** What a shell says of a command that SIGINT has ended. */
  public static final int INTERRUPTED = 128 + 2;

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final List<String> command;
  private volatile @Nullable Process running;

  private Exec(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** The one of these words, if there are any. */
  public static Optional<Exec> of(List<String> command) {
    return command.isEmpty() ? Optional.empty() : Optional.of(new Exec(command));
  }

  /** Runs it to its end; a command that fails is a trouble with its status. */
  void run(SessionId session, Copies copies, Path directory, Runnable check) {
    int status = status(session, copies, directory, check);
    if (status == INTERRUPTED) {
      // Ctrl-C reaches the command as well, and sometimes before us.
      throw Running.interruption();
    }
    if (status != 0) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected " + command.getFirst() + " to succeed, but its status is " + status,
          "");
    }
  }

  /** Runs it to its end, and says with which status that came. */
  public int status(SessionId session, Copies copies, Path directory, Runnable check) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO().directory(directory.toFile());
    describe(builder.environment(), session, copies);
    check.run();
    int status = status(builder, check);
    check.run();
    return status;
  }

  private int status(ProcessBuilder builder, Runnable check) {
    Process process;
    try {
      process = builder.start();
    } catch (IOException none) {
      // Ctrl-C may end what is about to become the command before it reaches us.
      for (Deadline soon = Deadline.in(SOON); !soon.isOver(); Pause.of(LOOK_AGAIN)) {
        check.run();
      }
      throw Trouble.usage(
          "expected a command that can be run, but '" + command.getFirst() + "' cannot",
          "It is run as it stands, without a shell");
    }
    running = process;
    try {
      // Looked after now and then, because only so it is seen that --timeout is over.
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        check.run();
      }
      return process.exitValue();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      process.destroy();
    }
  }

  /** Ends the command, if it runs. */
  public void stop() {
    Process process = running;
    if (process != null) {
      process.destroy();
    }
  }

  static void describe(Map<String, String> environment, SessionId session, Copies copies) {
    environment.put("LULL_SESSION", session.name());
    environment.put("LULL_SET", copies.set().name());
    environment.put("LULL_COPIES", Integer.toString(copies.copies().size()));
    for (int i = 0; i < copies.copies().size(); i++) {
      CopyView copy = copies.copies().get(i);
      int number = i;
      environment.put("LULL_VOLUME_" + i, copy.snapshot().volume().toString());
      copy.place().ifPresent(place -> environment.put("LULL_COPY_" + number, place));
    }
  }
}
