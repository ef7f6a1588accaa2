package io.lull.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.Recording;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.NodeView;
import io.lull.wire.api.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A real HTTP server that answers as a node does: views as they were put in, and verbs by the rules
 * of a real session among participants that answer at once.
 */
public final class FakeNode implements AutoCloseable {
  public static final HostId HOST = new HostId("a");

  /** What lies at a path, which may begin with the method and a space. */
  public final Map<String, Object> values = new HashMap<>();

  /** What is done at a path instead of answering well. */
  public final Map<String, HttpHandler> handlers = new HashMap<>();

  public final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  public final List<SessionInput.Verb> verbs = Collections.synchronizedList(new ArrayList<>());
  public final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
  public final Map<Volume, String> places = new HashMap<>();

  /** Heard as soon as a verb is here; it may have to wait for another one to be done. */
  public Consumer<SessionInput.Verb> heard = _ -> {};

  /** Seen before a verb is done. */
  public Consumer<SessionInput.Verb> before = _ -> {};

  /** The first answer to every verb is that it is under way. */
  public boolean pendingFirst;

  /** The first answer to every verb is lost, after it was done. */
  public boolean lostFirst;

  public Cut cut = Cut.ATOMIC;
  public final FakeRestore restore = new FakeRestore();
  public final FakeStreams streams = new FakeStreams(this);
  public final Recording told = new Recording(new SessionId("told"));

  private final Set<String> seen = new HashSet<>();
  private final HttpServer server;

  public FakeNode() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
    values.put("/v1/node", new NodeView(HOST, "test", List.of()));
  }

  /** Which verbs of a backup were called, in their order. */
  public List<String> called() {
    return verbs.stream().map(verb -> verb.getClass().getSimpleName()).toList();
  }

  /** The first of them that is of this kind. */
  public <V> V called(Class<V> type) {
    return verbs.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(request);
    tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    HttpHandler handler = handlers.getOrDefault(path, handlers.get("*"));
    if (handler != null) {
      handler.handle(exchange);
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    Object value = values.getOrDefault(exchange.getRequestMethod() + " " + path, values.get(path));
    if (value != null) {
      answer(exchange, 200, value);
    } else if (streams.isFor(path)) {
      streams.handle(exchange, path, body);
    } else if (path.startsWith("/v1/restores/") && path.endsWith("/calls")) {
      restore(exchange, Wire.json().read(body, RestoreInput.Verb.class));
    } else if (path.endsWith("/calls")) {
      SessionInput.Verb verb = Wire.json().read(body, SessionInput.Verb.class);
      heard.accept(verb);
      call(exchange, verb);
    } else if (path.endsWith("/copies")) {
      answer(exchange, 200, copies());
    } else {
      answer(
          exchange, 404, new Problem("urn:x", "X", 404, "there is no " + path, "V-003", "", false));
    }
  }

  private void restore(HttpExchange exchange, RestoreInput.Verb verb) throws IOException {
    RestoreReply reply = restore.call(verb);
    if (reply instanceof RestoreReply.Refused refused) {
      refuse(exchange, refused.fault());
    } else {
      answer(exchange, 200, reply);
    }
  }

  private synchronized void call(HttpExchange exchange, SessionInput.Verb verb) throws IOException {
    if (verb instanceof SessionInput.KeepAlive) {
      answer(exchange, 200, new SessionReply.Done(verb.request()));
      return;
    }
    boolean first = seen.add(verb.request().name());
    if (first) {
      verbs.add(verb);
      before.accept(verb);
      told.give(known(verb));
    }
    if (first && lostFirst) {
      exchange.close();
      return;
    }
    if (first && pendingFirst) {
      answer(exchange, 202, new SessionReply.Pending(verb.request()));
      return;
    }
    SessionReply reply =
        verb instanceof SessionInput.GatherWriterStatus
            ? told.ask(verb)
            : told.session()
                .ledger()
                .answered()
                .getOrDefault(verb.request(), new SessionReply.Done(verb.request()));
    if (reply instanceof SessionReply.Refused refused) {
      refuse(exchange, refused.fault());
    } else {
      answer(exchange, 200, reply);
    }
  }

  /** What a node knows and a requester does not say. */
  private SessionInput known(SessionInput.Verb verb) {
    return switch (verb) {
      case SessionInput.GatherWriterMetadata gather -> {
        Map<WriterId, Incarnation> roster = new HashMap<>();
        told.writers.keySet().forEach(writer -> roster.put(writer, Incarnation.FIRST));
        yield new SessionInput.GatherWriterMetadata(gather.request(), roster);
      }
      case SessionInput.AddToSnapshotSet add ->
          new SessionInput.AddToSnapshotSet(
              add.request(),
              add.volume(),
              add.provider(),
              List.of(
                  new Candidate(
                      new ProviderId(add.volume().host(), "lvm"),
                      ProviderKind.SYSTEM,
                      cut,
                      Incarnation.FIRST)));
      default -> verb;
    };
  }

  private Copies copies() {
    Creation set = told.session().creation().orElseThrow();
    List<CopyView> copies = new ArrayList<>();
    set.members()
        .forEach(
            (volume, provider) ->
                copies.add(
                    new CopyView(
                        new SnapshotId(set.set(), volume),
                        provider,
                        Optional.ofNullable(places.get(volume)))));
    return new Copies(set.set(), copies);
  }

  public static void refuse(HttpExchange exchange, Fault fault) throws IOException {
    int status =
        switch (fault.failure().exitCode()) {
          case BUSY -> 409;
          case NOT_AUTHORISED -> 403;
          case USAGE -> 400;
          case REFUSED -> 422;
          default -> 409;
        };
    answer(exchange, status, Problem.of(fault, status));
  }

  public static void answer(HttpExchange exchange, int status, Object value) throws IOException {
    byte[] body =
        value instanceof String text
            ? text.getBytes(StandardCharsets.UTF_8)
            : value instanceof byte[] bytes ? bytes : Wire.json().write(value);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
