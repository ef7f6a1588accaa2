package io.lull.cli.node;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.WireLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node, and takes no more from it than fits.
 *
 * <p>A node may be slow, gone, or no node at all: every wait is limited, a body is read up to the
 * limit of a message and no further, and nobody is followed elsewhere with our token.
 */
public final class Api {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int BUFFER = 1 << 14;

  private final Address address;
  private final Duration patience;
  private volatile @Nullable HttpURLConnection current;

  /**
   * An API at an address.
   *
   * @param patience how long one answer may take
   */
  public Api(Address address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  public Address address() {
    return address;
  }

  /** One question. */
  public record Request(
      String method, String path, Map<String, String> headers, Optional<byte[]> body) {
    public static Request of(String method, String path) {
      return new Request(method, path, Map.of(), Optional.empty());
    }

    public Request with(byte[] content) {
      return new Request(method, path, headers, Optional.of(content));
    }

    public Request header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Request(method, path, more, body);
    }
  }

  /** The value at a path. */
  public <T> T get(String path, Class<T> type) {
    return good(Request.of("GET", path)).as(type);
  }

  /** The value at a path, or nothing where there is none. */
  public <T> Optional<T> find(String path, Class<T> type) {
    Answer answer = told(Request.of("GET", path), patience);
    if (answer.status() == HttpURLConnection.HTTP_NOT_FOUND) {
      return Optional.empty();
    }
    if (!answer.good()) {
      throw answer.trouble();
    }
    return Optional.of(answer.as(type));
  }

  /** The answer to a request that has to go well. */
  public Answer good(Request request) {
    return good(request, patience);
  }

  public Answer good(Request request, Duration within) {
    Answer answer = told(request, within);
    if (!answer.good()) {
      throw answer.trouble();
    }
    return answer;
  }

  /** The body of an answer that has to go well, of at most so many bytes. */
  public byte[] whole(Request request, Duration within, long most) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      int status = ask(request, within, most, _ -> body);
      if (status >= 400) {
        throw new Answer(status, body.toByteArray()).trouble();
      }
      return body.toByteArray();
    } catch (NoAnswer none) {
      throw none.trouble();
    }
  }

  private Answer told(Request request, Duration within) {
    try {
      return ask(request, within);
    } catch (NoAnswer none) {
      throw none.trouble();
    }
  }

  /** Whatever the node answers, also what it refuses. */
  public Answer ask(Request request, Duration within) throws NoAnswer {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = ask(request, within, WireLimits.MESSAGE_BYTES, _ -> body);
    return new Answer(status, body.toByteArray());
  }

  /** Where the body goes of an answer with this status. */
  public interface Sink {
    OutputStream to(int status);
  }

  /**
   * The same, with a body that need not fit into memory.
   *
   * @param most how many bytes it may have
   * @return the status
   */
  public int ask(Request request, Duration within, long most, Sink sink) throws NoAnswer {
    Deadline deadline = Deadline.in(within);
    HttpURLConnection connection = connected(request, within);
    current = connection;
    try {
      int status = status(connection);
      try (InputStream in = content(connection)) {
        // Why something is refused is short, however long the thing would have been.
        long bound = status < 400 ? most : WireLimits.MESSAGE_BYTES;
        pass(in, sink.to(status), bound, deadline);
      }
      return status;
    } catch (SocketTimeoutException late) {
      throw NoAnswer.unanswered(
          "expected an answer of the node at "
              + address
              + " within "
              + within.toMillis()
              + " ms, but none came");
    } catch (IOException broken) {
      connection.disconnect();
      throw cut();
    } catch (RuntimeException fallen) {
      // A connection of the JDK that another thread ends may fail in any way in this one.
      if (current != null) {
        throw fallen;
      }
      throw cut();
    } finally {
      current = null;
    }
  }

  private NoAnswer cut() {
    return NoAnswer.unanswered(
        "expected an answer of the node at " + address + ", but the connection was cut");
  }

  /** Ends the question that another thread waits for; it is told that there is no answer. */
  public void interrupt() {
    HttpURLConnection waiting = current;
    current = null;
    if (waiting != null) {
      waiting.disconnect();
    }
  }

  /** A connection on which the request is sent, at the latest when its answer is asked for. */
  HttpURLConnection connected(Request request, Duration within) throws NoAnswer {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address + request.path()).toURL().openConnection();
      if (connection instanceof HttpsURLConnection secured) {
        address.sockets().ifPresent(secured::setSSLSocketFactory);
      }
      connection.setRequestMethod(request.method());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setConnectTimeout(millis(within.compareTo(CONNECT) < 0 ? within : CONNECT));
      connection.setReadTimeout(millis(within));
      connection.setRequestProperty("Accept", "application/json, application/problem+json, */*");
      request.headers().forEach(connection::setRequestProperty);
      address
          .token()
          .ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
      if (request.body().isPresent()) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
      }
      connection.connect();
      believe(connection);
      if (request.body().isPresent()) {
        try (OutputStream out = connection.getOutputStream()) {
          out.write(request.body().get());
        }
      }
      return connection;
    } catch (SSLException untrusted) {
      throw Trouble.of(
          ExitCode.UNREACHABLE,
          "expected a node at " + address + " that can be believed, but " + untrusted.getMessage(),
          "Name the authority of its certificate by --authority-file");
    } catch (IOException unreachable) {
      throw NoAnswer.unreached(address);
    }
  }

  // Connected, and nothing sent yet: who has this connection is there to be seen.
  private void believe(HttpURLConnection connection) throws NoAnswer {
    try {
      address.demandBelieved();
    } catch (NoAnswer stranger) {
      connection.disconnect();
      throw stranger;
    }
  }

  /** Finds out whether anybody who can be the node is there, be it only to refuse us. */
  public void reach() throws NoAnswer {
    connected(Request.of("GET", "/v1/node"), CONNECT).disconnect();
  }

  private static int status(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status < 0) {
      throw new IOException("no HTTP");
    }
    return status;
  }

  private static InputStream content(HttpURLConnection connection) throws IOException {
    if (connection.getResponseCode() < 400) {
      return connection.getInputStream();
    }
    InputStream error = connection.getErrorStream();
    return error == null ? InputStream.nullInputStream() : error;
  }

  /** What a connection says that does not bring what was asked for. */
  static Answer refusal(HttpURLConnection connection) throws IOException {
    try (InputStream in = content(connection)) {
      return new Answer(connection.getResponseCode(), in.readNBytes(BUFFER));
    }
  }

  private void pass(InputStream in, OutputStream out, long most, Deadline deadline)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long passed = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      passed += read;
      if (passed > most) {
        throw Trouble.of(
            ExitCode.FAILED,
            "expected at most " + most + " bytes from the node at " + address + ", but got more",
            "Ask for less, for instance by --limit");
      }
      // A node that sends a byte now and then would never run into the limit of one read.
      if (deadline.isOver()) {
        throw new SocketTimeoutException();
      }
      out.write(buffer, 0, read);
    }
  }

  static int millis(Duration time) {
    return Math.clamp(time.toMillis(), 1, Integer.MAX_VALUE);
  }
}
