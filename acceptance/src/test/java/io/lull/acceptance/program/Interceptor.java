package io.lull.acceptance.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a command and the API of a node, so that something can be done at the very moment
 * of a call, and to the bytes of a file.
 */
final class Interceptor implements AutoCloseable {
  private static final int NOWHERE = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String node;
  private final AtomicInteger flipped = new AtomicInteger(NOWHERE);
  private final AtomicReference<Armed> next = new AtomicReference<>(Armed.NEVER);

  /** When a call is struck. */
  enum Moment {
    /** The node never hears of it. */
    BEFORE,
    /** The node is about to do it. */
    DURING,
    /** The node has done it, and whoever called never hears that. */
    AFTER
  }

  /**
   * What is to be done at a call, once.
   *
   * @param call a part of its body
   */
  record Strike(String call, Moment moment, Runnable deed) {}

  private record Armed(Strike strike, CompletableFuture<Void> struck) {
    static final Armed NEVER =
        new Armed(new Strike("\0", Moment.BEFORE, () -> {}), new CompletableFuture<>());
  }

  private Interceptor(String node, HttpServer server) {
    this.node = node;
    this.server = server;
  }

  static Interceptor before(String node) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Interceptor interceptor = new Interceptor(node, server);
    server.setExecutor(interceptor.threads);
    server.createContext("/", interceptor::pass);
    server.start();
    return interceptor;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Flips the byte at this place of the next body that is as long, and has tickets lead here. */
  void flip(int place) {
    flipped.set(place);
  }

  /** What comes true when it is done. */
  CompletableFuture<Void> next(Strike strike) {
    CompletableFuture<Void> struck = new CompletableFuture<>();
    next.set(new Armed(strike, struck));
    return struck;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Armed armed = next.get();
      boolean struck =
          new String(body, UTF_8).contains(armed.strike().call())
              && next.compareAndSet(armed, Armed.NEVER);
      if (struck) {
        strike(armed.strike(), exchange, body);
        armed.struck().complete(null);
        return;
      }
      HttpResponse<byte[]> answer = forwarded(exchange, body);
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      byte[] said = meddled(exchange, answer.body());
      exchange.sendResponseHeaders(answer.statusCode(), said.length == 0 ? -1 : said.length);
      exchange.getResponseBody().write(said);
    }
  }

  private byte[] meddled(HttpExchange exchange, byte[] said) {
    int place = flipped.get();
    if (place == NOWHERE) {
      return said;
    }
    if (exchange.getRequestURI().getPath().equals("/v1/data")) {
      if (said.length > place && flipped.compareAndSet(place, NOWHERE)) {
        said[place] ^= 0x10;
      }
      return said;
    }
    return new String(said, UTF_8).replace(node, address()).getBytes(UTF_8);
  }

  /** Whoever called hears nothing in any case. */
  private void strike(Strike strike, HttpExchange exchange, byte[] body) throws IOException {
    switch (strike.moment()) {
      case BEFORE -> strike.deed().run();
      case DURING -> {
        var sent = client.sendAsync(request(exchange, body), BodyHandlers.ofByteArray());
        strike.deed().run();
        sent.join();
      }
      case AFTER -> {
        var _ = forwarded(exchange, body);
        strike.deed().run();
      }
    }
  }

  private HttpResponse<byte[]> forwarded(HttpExchange exchange, byte[] body) throws IOException {
    try {
      return client.send(request(exchange, body), BodyHandlers.ofByteArray());
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (String name : new String[] {"Authorization", "Content-Type", "Accept"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
