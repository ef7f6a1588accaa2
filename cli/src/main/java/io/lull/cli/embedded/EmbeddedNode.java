package io.lull.cli.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Address;
import io.lull.cli.node.Api;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.NoAnswer;
import io.lull.cli.node.Pause;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.api.NodeView;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node on this machine that serves the command that has started it, and whoever else comes
 * meanwhile.
 *
 * <p>It reads from a pipe of which this process has the other end, and ends when that is closed; so
 * it is gone with the command, also when that was killed.
 */
public final class EmbeddedNode implements AutoCloseable {
  /** Where Lull is installed, as its launcher says. */
  private static final String HOME = "lull.home";

  private static final Duration ASK = Duration.ofSeconds(5);
  private static final Duration LEAVE = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final int SAID_MAX = 2000;

  private final Address address;
  private final State state;
  private final PrintStream err;
  private final @Nullable Process process;
  private final FileLock lock;

  /**
   * A node that answers.
   *
   * @param process the node, unless another command has started it
   * @param lock what keeps others from starting one, or that other command from ending it
   */
  private EmbeddedNode(
      Address address, State state, PrintStream err, @Nullable Process process, FileLock lock) {
    this.address = address;
    this.state = state;
    this.err = err;
    this.process = process;
    this.lock = lock;
  }

  public Address address() {
    return address;
  }

  /** Whether a node can be started by this program as it was started itself. */
  public static boolean possible() {
    return System.getProperty(HOME) != null;
  }

  /** Where one keeps what it has done; nothing is there before the first of this user. */
  public static Path journal(Surroundings surroundings) {
    return State.usual(surroundings).journal();
  }

  /** Where the last of this user has said what it did, if there ever was one. */
  public static Path log(Surroundings surroundings) {
    return State.usual(surroundings).log();
  }

  /**
   * Starts one, or finds the one that another command of this user has started.
   *
   * @param patience how long it may take until it answers
   */
  public static EmbeddedNode start(Surroundings surroundings, Duration patience) {
    State state = State.of(surroundings);
    Deadline deadline = Deadline.in(patience);
    try {
      // Whoever has the node may end at any time, and then it is our turn.
      while (true) {
        Optional<FileLock> lock = state.locked();
        if (lock.isPresent()) {
          return started(state, surroundings, lock.get(), deadline);
        }
        Optional<EmbeddedNode> there = attached(state, surroundings);
        if (there.isPresent()) {
          return there.get();
        }
        if (deadline.isOver()) {
          throw busy(state);
        }
        Pause.of(LOOK_AGAIN);
      }
    } catch (IOException failed) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected to start a node in " + state.directory() + ", but: " + failed.getMessage(),
          "Make room there, or name a node that runs by --node");
    }
  }

  private static Trouble busy(State state) throws IOException {
    return Trouble.of(
        ExitCode.BUSY,
        "expected the node of another command to answer, but it does not; "
            + state.holder().map(pid -> "process " + pid).orElse("that command")
            + " holds "
            + state.lockFile(),
        "Wait until that command has ended, and try again");
  }

  private static EmbeddedNode started(
      State state, Surroundings surroundings, FileLock lock, Deadline deadline) throws IOException {
    awaitGone(state, deadline);
    Files.deleteIfExists(state.address());
    int port = freePort();
    Files.writeString(state.settings(), settings(state, port), UTF_8);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty(HOME), "bin", "lull-node").toString(),
                    "--with-parent",
                    state.settings().toString()))
            .directory(state.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(state.log().toFile())
            .start();
    try {
      state.started(process.pid());
      Address address = awaitReady(state, port, process, surroundings, deadline);
      LeftBehind.release(new Api(address, ASK));
      // Moved, so that whoever reads it reads all of it.
      Path fresh = state.directory().resolve("address.new");
      Files.writeString(fresh, address + "\n", UTF_8);
      Files.move(fresh, state.address(), ATOMIC_MOVE);
      return new EmbeddedNode(address, state, surroundings.err(), process, lock);
    } catch (Trouble | IOException failed) {
      process.destroyForcibly();
      lock.channel().close();
      throw failed;
    }
  }

  /** The node of a command that was killed goes by itself, but has the journal until then. */
  private static void awaitGone(State state, Deadline deadline) throws IOException {
    for (Optional<Long> old = state.leaving(); old.isPresent(); old = state.leaving()) {
      if (deadline.isOver()) {
        throw Trouble.of(
            ExitCode.BUSY,
            "expected the node of a command that has ended to be gone, but process "
                + old.get()
                + " still holds "
                + state.journal(),
            "Wait until it has ended, and try again");
      }
      Pause.of(LOOK_AGAIN);
    }
  }

  /**
   * The best provider that accepts a volume makes its copy: they are asked in the order of kinds.
   */
  private static String settings(State state, int port) throws IOException {
    return """
    lull {
      cluster.port = %d
      journal.embedded.file = %s
      host.life-file = %s
      api { listen = "127.0.0.1:%d", own-token-file = %s }
      providers {
        btrfs { kind = btrfs }
        reflink { kind = reflink }
        copy { kind = copy, directory = %s }
      }
    }
    """
        .formatted(
            freePort(),
            quoted(state.journal()),
            quoted(state.life()),
            port,
            quoted(state.token()),
            quoted(State.closed(state.copies())));
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static Address awaitReady(
      State state, int port, Process process, Surroundings surroundings, Deadline deadline)
      throws IOException {
    while (!deadline.isOver()) {
      if (!process.isAlive()) {
        throw Trouble.of(
            ExitCode.FAILED,
            "expected a node to start, but it ended: " + said(state),
            "Look into " + state.log() + ", or run 'lull doctor'");
      }
      if (Files.isReadable(state.token())) {
        Optional<Address> ready = ready("http://127.0.0.1:" + port, state, surroundings);
        if (ready.isPresent()) {
          return ready.get();
        }
      }
      Pause.of(LOOK_AGAIN);
    }
    throw Trouble.of(
        ExitCode.FAILED,
        "expected a node to be ready in time, but it is not",
        "Look into " + state.log() + ", or give it more time by --timeout");
  }

  private static Optional<Address> ready(String uri, State state, Surroundings surroundings) {
    Address address = Address.find(Address.Named.of(uri, state.token()), surroundings);
    try {
      var answer = new Api(address, ASK).ask(Api.Request.of("GET", "/v1/node"), ASK);
      return answer.good() && answer.as(NodeView.class).notReady().isEmpty()
          ? Optional.of(address)
          : Optional.empty();
    } catch (NoAnswer notYet) {
      return Optional.empty();
    }
  }

  private static String said(State state) throws IOException {
    String said = Files.readString(state.log(), UTF_8).strip();
    return said.substring(Math.max(0, said.length() - SAID_MAX));
  }

  /** It belongs to another command, which keeps it for as long as we use it. */
  private static Optional<EmbeddedNode> attached(State state, Surroundings surroundings)
      throws IOException {
    Optional<FileLock> using = state.using();
    if (using.isEmpty()) {
      return Optional.empty();
    }
    Optional<Address> ready =
        Files.isReadable(state.address())
            ? ready(Files.readString(state.address(), UTF_8).strip(), state, surroundings)
            : Optional.empty();
    if (ready.isEmpty()) {
      using.get().channel().close();
    }
    return ready.map(
        address -> new EmbeddedNode(address, state, surroundings.err(), null, using.get()));
  }

  @Override
  public void close() {
    try (var _ = lock.channel()) {
      if (process != null) {
        end(process);
      }
    } catch (IOException gone) {
      // It has ended before.
    }
  }

  private void end(Process process) throws IOException {
    try (FileChannel _ = awaitUnused(process)) {
      Files.deleteIfExists(state.address());
      process.getOutputStream().close();
      if (!process.waitFor(LEAVE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException ended) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Others who came meanwhile are not left without their node in the middle of a backup. */
  private @Nullable FileChannel awaitUnused(Process process) throws IOException {
    Optional<FileLock> alone = state.unused();
    if (alone.isEmpty()) {
      err.println("lull: another command uses the node too; it is kept until that has ended");
      err.flush();
    }
    while (alone.isEmpty() && process.isAlive()) {
      Pause.of(LOOK_AGAIN);
      alone = state.unused();
    }
    return alone.map(FileLock::channel).orElse(null);
  }
}
