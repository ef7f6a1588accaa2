package io.lull.writer.pgbouncer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.writer.database.Server;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever listens where PgBouncer should, it can neither fill our memory nor keep us waiting. */
class HostileConsoleTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Letting anybody in, and ready for a command. */
  private static final byte[] WELCOME = {'R', 0, 0, 0, 8, 0, 0, 0, 0, 'Z', 0, 0, 0, 5, 'I'};

  private ServerSocket listening;

  /** What it says when it is asked something. */
  private interface Talk {
    void say(OutputStream out) throws IOException;
  }

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listening.close();
  }

  private Console console(Talk talk) throws IOException {
    Thread.ofVirtual().start(() -> serve(talk));
    Server here = new Server(listening.getInetAddress().getHostAddress(), listening.getLocalPort());
    return new Pooler(here, "lull", Optional.empty()).open("a test", LIMIT);
  }

  private void serve(Talk talk) {
    try (Socket client = listening.accept()) {
      byte[] some = new byte[1024];
      var _ = client.getInputStream().read(some);
      client.getOutputStream().write(WELCOME);
      var _ = client.getInputStream().read(some);
      talk.say(client.getOutputStream());
      var _ = client.getInputStream().read(some);
    } catch (IOException gone) {
      // The test has heard enough.
    }
  }

  @Test
  void a_value_that_is_longer_than_its_message_is_refused() throws IOException {
    ByteBuffer said = ByteBuffer.allocate(64);
    said.put((byte) 'T').putInt(4 + 2 + 2 + 18).putShort((short) 1).put(new byte[] {'n', 0});
    said.put(new byte[18]);
    said.put((byte) 'D').putInt(4 + 2 + 4).putShort((short) 1).putInt(Integer.MAX_VALUE);
    try (Console console = console(out -> out.write(said.array(), 0, said.position()))) {
      assertThatThrownBy(() -> console.ask("SHOW DATABASES", LIMIT))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void one_that_sends_a_byte_now_and_then_is_not_waited_for_longer() throws IOException {
    Talk dripping =
        out -> {
          out.write(new byte[] {'C', 0, 0, 127, 0});
          while (true) {
            out.write('x');
            LockSupport.parkNanos(1_000_000);
          }
        };
    try (Console console = console(dripping)) {
      assertThatThrownBy(() -> console.ask("RESUME", Duration.ofMillis(1)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void one_that_says_something_else_for_ever_is_not_waited_for_longer() throws IOException {
    Talk chattering =
        out -> {
          while (true) {
            out.write(new byte[] {'N', 0, 0, 0, 5, 0});
          }
        };
    try (Console console = console(chattering)) {
      assertThatThrownBy(() -> console.ask("RESUME", Duration.ofMillis(1)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void one_that_says_for_ever_that_it_is_done_is_not_waited_for_longer() throws IOException {
    Talk proud =
        out -> {
          while (true) {
            out.write(new byte[] {'C', 0, 0, 0, 5, 0});
          }
        };
    try (Console console = console(proud)) {
      assertThatThrownBy(() -> console.ask("RESUME", Duration.ofMillis(1)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }
}
