package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.OwnProcess;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** The guard as a process: its node is at the other end of standard input and output. */
public final class GuardMain {
  private static final long LOOK_NANOS = 50_000_000;

  private final BlockingQueue<GuardMessage> news = new LinkedBlockingQueue<>();
  private final Duration silence;
  private volatile long heard = System.nanoTime();

  private GuardMain(Duration silence) {
    this.silence = silence;
  }

  /**
   * Runs until the pipe is closed and everything is thawed.
   *
   * @param arguments the run directory, and how many milliseconds the node may be silent
   */
  public static void main(String[] arguments) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    // What anybody else prints must not get between the messages, nor into a file that is frozen.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    int status = 0;
    try {
      new GuardMain(Duration.ofMillis(Long.parseLong(arguments[1])))
          .run(
              Path.of(arguments[0]),
              new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
              out);
    } catch (GuardException unfit) {
      status = 1;
      try {
        out.write(Frames.of(new GuardMessage.Unfit(unfit.fault())));
      } catch (IOException nobodyThere) {
        status = 2;
      }
    }
    // Without hooks: everything is thawed, and there is nothing else to tidy up.
    Runtime.getRuntime().halt(status);
  }

  private void run(Path directory, InputStream in, OutputStream out) throws GuardException {
    standApart();
    HoldFiles files = HoldFiles.make(directory);
    GuardLife life = life();
    Admission admission = Admission.of(directory);
    GuardRehearsal.play(files, life, admission);
    Keeper keeper = new Keeper(files, life, what -> what.open(admission), news::add);
    Runtime.getRuntime().addShutdownHook(new Thread(keeper::close, "let-go"));
    start("news", () -> tell(out));
    boolean locked = lockMemory();
    heard = System.nanoTime();
    start("watch", () -> watch(keeper));
    news.add(new GuardMessage.Ready(life, System.nanoTime(), locked));
    listen(in, keeper);
    keeper.close();
  }

  private static void start(String name, Runnable work) {
    Thread.ofPlatform().name(name).daemon().start(work);
  }

  /** Neither the node's terminal nor a shortage of memory is to end this process. */
  private static void standApart() {
    try {
      OwnProcess.ownSession();
    } catch (SystemCallException alreadySo) {
      // A process that leads a group has a session of its own.
    }
    LastKilled.spareThis();
  }

  private static GuardLife life() throws GuardException {
    try {
      return GuardLife.own();
    } catch (IOException failed) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE, "to read /proc/self/stat", failed.toString());
    }
  }

  private static boolean lockMemory() {
    try {
      OwnProcess.lockMemory();
      return true;
    } catch (SystemCallException notAllowed) {
      return false;
    }
  }

  private void listen(InputStream in, Keeper keeper) {
    try {
      while (true) {
        NodeMessage message = Frames.readNode(in);
        heard = System.nanoTime();
        switch (message) {
          case NodeMessage.Beat beat -> news.add(new GuardMessage.Beat(beat.number()));
          case NodeMessage.Begin begin -> keeper.begin(begin.note(), begin.deadline());
          case NodeMessage.End end -> keeper.end(end.token());
        }
      }
    } catch (EOFException gone) {
      // The node has ended, or wants this process to: what it holds is let go.
    } catch (IOException | RuntimeException | Error broken) {
      // Nothing that comes now can be believed; the same follows.
    }
  }

  /** A stopped node closes nothing; it is only silent. */
  private void watch(Keeper keeper) {
    long looked = System.nanoTime();
    while (true) {
      LockSupport.parkNanos(LOOK_NANOS);
      long now = System.nanoTime();
      if (now - looked > 10 * LOOK_NANOS) {
        // It was this process that stood still; what it has not read yet may be waiting for it.
        heard = now;
      }
      looked = now;
      if (now - heard > silence.toNanos()) {
        keeper.endAll();
      }
    }
  }

  private void tell(OutputStream out) {
    try {
      while (true) {
        out.write(Frames.of(news.take()));
      }
    } catch (IOException nobodyThere) {
      // The reading end says the same.
    } catch (InterruptedException nobodyEndsThisThread) {
      Thread.currentThread().interrupt();
    }
  }
}
