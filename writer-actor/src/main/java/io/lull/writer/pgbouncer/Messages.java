package io.lull.writer.pgbouncer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Messages of PostgreSQL's protocol on one socket; whoever waits for one can give up. */
final class Messages implements AutoCloseable {
  private static final int STEP_MILLIS = 20;
  private static final int HEAD = 5;
  private static final int MOST = 1 << 20;

  private final Socket socket;
  private final InputStream in;
  private byte[] buffer = new byte[2048];
  private int filled;

  /**
   * One message of the other side.
   *
   * @param type its letter
   */
  record Message(char type, ByteBuffer body) {
    /** Text up to its end, which is a zero. */
    String text() {
      int start = body.position();
      int end = start;
      while (end < body.limit() && body.get(end) != 0) {
        end++;
      }
      byte[] bytes = new byte[end - start];
      body.get(bytes);
      body.position(Math.min(end + 1, body.limit()));
      return new String(bytes, UTF_8);
    }

    /** All that is left. */
    byte[] rest() {
      byte[] bytes = new byte[body.remaining()];
      body.get(bytes);
      return bytes;
    }
  }

  Messages(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    socket.setSoTimeout(STEP_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Sends one; the first of all has no letter, which is said by a zero. */
  void send(char type, byte[] body) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + body.length);
    if (type != 0) {
      bytes.put((byte) type);
    }
    bytes.putInt(body.length + Integer.BYTES).put(body);
    socket.getOutputStream().write(bytes.array(), 0, bytes.position());
  }

  /** The next one, or nothing when it is waited for no longer. */
  Optional<Message> next(BooleanSupplier wanted) throws IOException {
    if (!fill(HEAD, wanted)) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(buffer).getInt(1) + 1;
    if (length < HEAD || length > MOST) {
      throw new IOException("expected a message of PostgreSQL's protocol, but got something else");
    }
    if (!fill(length, wanted)) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(buffer, HEAD, length);
    char type = (char) buffer[0];
    System.arraycopy(buffer, length, buffer, 0, filled - length);
    filled -= length;
    return Optional.of(new Message(type, ByteBuffer.wrap(body)));
  }

  private boolean fill(int length, BooleanSupplier wanted) throws IOException {
    if (buffer.length < length) {
      buffer = Arrays.copyOf(buffer, length);
    }
    while (filled < length) {
      try {
        int some = in.read(buffer, filled, buffer.length - filled);
        if (some < 0) {
          throw new EOFException("the connection was closed at the other end");
        }
        filled += some;
        // One that sends a byte now and then is not waited for longer than one that is silent.
        if (filled < length && !wanted.getAsBoolean()) {
          return false;
        }
      } catch (SocketTimeoutException nothingYet) {
        if (!wanted.getAsBoolean()) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed, whoever did it.
    }
  }
}
