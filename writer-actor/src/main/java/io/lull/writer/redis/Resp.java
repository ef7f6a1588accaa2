package io.lull.writer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection to Redis in its own protocol (RESP 2): a command is a list of texts, and an answer
 * a text, a number, nothing or a list of answers.
 *
 * <p>For one thread at a time, except that any other may close it.
 */
final class Resp implements AutoCloseable {
  /** The server may be another program: what it says must not fill the memory. */
  private static final int LONGEST = 16 << 20;

  private static final int MOST = 1 << 20;
  private static final int DEEPEST = 8;

  private final Socket socket;
  private final InputStream in;

  private Resp(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** The server has refused a command. */
  static final class Refused extends IOException {
    Refused(String said) {
      super(said);
    }

    /** Whether it did so because this user may not. */
    boolean forLackOfRights() {
      return said("NOPERM") || said("NOAUTH") || said("WRONGPASS");
    }

    private boolean said(String code) {
      return String.valueOf(getMessage()).startsWith(code);
    }
  }

  static Resp open(String host, int port, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(host, port), Math.clamp(limit.toMillis(), 1, 86_400_000));
      Resp resp = new Resp(socket);
      resp.limit(limit);
      return resp;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** From here on, no part of an answer is waited for longer than this. */
  void limit(Duration limit) throws IOException {
    socket.setSoTimeout(Math.clamp(limit.toMillis(), 1, 86_400_000));
  }

  /** Sends a command and waits for its answer. */
  Object call(String... words) throws IOException {
    send(words);
    return answer();
  }

  /** The answer of a command that answers a text. */
  String text(String... words) throws IOException {
    return String.valueOf(call(words));
  }

  /** The answer of a command that answers a list of texts. */
  List<String> texts(String... words) throws IOException {
    if (!(call(words) instanceof List<?> list)) {
      throw new IOException("expected a list for " + words[0] + ", but got one answer");
    }
    return list.stream().map(String::valueOf).toList();
  }

  void send(String... words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (String word : words) {
      byte[] bytes = word.getBytes(UTF_8);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      out.writeBytes(bytes);
      out.writeBytes("\r\n".getBytes(UTF_8));
    }
    socket.getOutputStream().write(out.toByteArray());
  }

  Object answer() throws IOException {
    return answer(0);
  }

  /** Whether something has come that nobody has read, or the connection is over. */
  boolean hasAnswered() throws IOException {
    int before = socket.getSoTimeout();
    socket.setSoTimeout(1);
    try {
      in.mark(1);
      int first = in.read();
      if (first >= 0) {
        in.reset();
      }
      return true;
    } catch (SocketTimeoutException silent) {
      return false;
    } catch (IOException gone) {
      return true;
    } finally {
      socket.setSoTimeout(before);
    }
  }

  private Object answer(int depth) throws IOException {
    String line = line();
    if (line.isEmpty() || depth > DEEPEST) {
      throw new IOException("expected an answer of Redis, but got something else");
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new Refused(rest);
      case ':' -> number(rest, Long.MAX_VALUE);
      case '$' -> bulk(number(rest, LONGEST));
      case '*' -> list(number(rest, MOST), depth);
      default -> throw new IOException("expected an answer of Redis, but got something else");
    };
  }

  private Object bulk(long length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length || in.read() != '\r' || in.read() != '\n') {
      throw new EOFException("expected an answer of Redis, but it closed the connection");
    }
    return new String(bytes, UTF_8);
  }

  private Object list(long length, int depth) throws IOException {
    List<Object> list = new ArrayList<>();
    for (long i = 0; i < length; i++) {
      list.add(answer(depth + 1));
    }
    return list;
  }

  private static long number(String text, long most) throws IOException {
    if (!text.matches("-?\\d{1,18}") || Long.parseLong(text) > most) {
      throw new IOException("expected a number of Redis, but got something else");
    }
    return Long.parseLong(text);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("expected an answer of Redis, but it closed the connection");
      }
      if (line.size() == LONGEST) {
        throw new IOException("expected an answer of Redis, but its line does not end");
      }
      line.write(b);
    }
    if (in.read() != '\n') {
      throw new IOException("expected an answer of Redis, but got something else");
    }
    return line.toString(UTF_8);
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  /** Whether the server has closed the connection; to be asked when it {@link #hasAnswered}. */
  boolean isOver() {
    try {
      in.mark(1);
      if (in.read() < 0) {
        return true;
      }
      in.reset();
      return false;
    } catch (IOException gone) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing left that a second attempt could close.
    }
  }
}
