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
import java.net.InetAddress;
import java.net.ServerSocket;
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

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final Duration LEAVE = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final int SAID_MAX = 2000;

  private final Address address;
  private final @Nullable Process process;
  private final @Nullable FileLock lock;

  private EmbeddedNode(Address address, @Nullable Process process, @Nullable FileLock lock) {
    this.address = address;
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

  /** Starts one, or finds the one that another command of this user has started. */
  public static EmbeddedNode start(Surroundings surroundings) {
    State state = State.of(surroundings);
    try {
      Optional<FileLock> lock = state.locked();
      return lock.isPresent()
          ? started(state, surroundings, lock.get())
          : attached(state, surroundings);
    } catch (IOException failed) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected to start a node in " + state.directory() + ", but: " + failed.getMessage(),
          "Make room there, or name a node that runs by --node");
    }
  }

  private static EmbeddedNode started(State state, Surroundings surroundings, FileLock lock)
      throws IOException {
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
      Address address = awaitReady(state, port, process, surroundings);
      // Moved, so that whoever reads it reads all of it.
      Path fresh = state.directory().resolve("address.new");
      Files.writeString(fresh, address + "\n", UTF_8);
      Files.move(fresh, state.address(), ATOMIC_MOVE);
      return new EmbeddedNode(address, process, lock);
    } catch (Trouble | IOException failed) {
      process.destroyForcibly();
      lock.close();
      throw failed;
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
      State state, int port, Process process, Surroundings surroundings) throws IOException {
    Deadline deadline = Deadline.in(START);
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
        "expected a node to be ready within " + START.toSeconds() + " s, but it was not",
        "Look into " + state.log());
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

  /** It belongs to another command, and may end with that at any time. */
  private static EmbeddedNode attached(State state, Surroundings surroundings) throws IOException {
    Deadline deadline = Deadline.in(START);
    while (!deadline.isOver()) {
      if (Files.isReadable(state.address())) {
        String uri = Files.readString(state.address(), UTF_8).strip();
        Optional<Address> ready = ready(uri, state, surroundings);
        if (ready.isPresent()) {
          return new EmbeddedNode(ready.get(), null, null);
        }
      }
      Pause.of(LOOK_AGAIN);
    }
    throw Trouble.of(
        ExitCode.BUSY,
        "expected the node of another command, which holds "
            + state.directory().resolve("lock")
            + ", to answer, but it does not",
        "Wait until that command has ended, and try again");
  }

  @Override
  public void close() {
    if (process == null || lock == null) {
      return;
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LEAVE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      lock.close();
    } catch (IOException gone) {
      // It has ended before.
    } catch (InterruptedException ended) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
