package io.lull.cluster.config.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lull.cluster.config.settings.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * Tells whoever starts nodes and sends them work, over HTTP, what {@link Health} knows: {@code
 * /alive} and {@code /ready} answer 200, or 503 with the reasons, a line each.
 *
 * <p>Nothing of a request is read but its method and path, and nothing that is asked makes the node
 * do anything.
 */
public final class HealthEndpoint implements AutoCloseable {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final Health health;

  private record Answer(int status, String text) {}

  private HealthEndpoint(HttpServer server, Health health) {
    this.server = server;
    this.health = health;
  }

  /**
   * Listens from now on.
   *
   * @throws UncheckedIOException if it cannot listen there
   */
  public static HealthEndpoint start(Health health, NodeAddress listen) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(listen.host(), listen.port()), 0);
      HealthEndpoint endpoint = new HealthEndpoint(server, health);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", endpoint::answer);
      server.start();
      return endpoint;
    } catch (IOException refused) {
      throw new UncheckedIOException(
          "expected to answer questions for the node's health on "
              + listen
              + " (lull.health.listen), but could not: "
              + refused.getMessage(),
          refused);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
      byte[] body = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(String method, String path) {
    if (!METHODS.contains(method)) {
      return new Answer(NOT_ALLOWED, "expected GET or HEAD");
    }
    return switch (path) {
      case "/alive" ->
          health.alive()
              ? new Answer(OK, "alive")
              : new Answer(UNAVAILABLE, "the node has left its cluster and must be started anew");
      case "/ready" -> ready(health.readiness());
      default -> new Answer(NOT_FOUND, "expected /alive or /ready");
    };
  }

  private static Answer ready(Readiness readiness) {
    return readiness.ready()
        ? new Answer(OK, "ready")
        : new Answer(UNAVAILABLE, String.join("\n", readiness.reasons()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
