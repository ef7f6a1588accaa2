package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.lull.coordinator.SessionLogs;
import io.lull.node.Inside;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Reach;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.wire.api.Forecast;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sessions;
import io.lull.wire.api.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/** What became of sessions. */
final class SessionRoutes {
  private static final ContentType LOG = ContentTypes.parse("application/jsonl");

  private final ActorSystem<?> system;
  private final Inside inside;
  private final Reads reads;
  private final EventStream events;
  private final CallRoutes calls;
  private final Orders orders;

  SessionRoutes(
      ActorSystem<?> system,
      Inside inside,
      Reads reads,
      EventStream events,
      CallRoutes calls,
      Orders orders) {
    this.system = system;
    this.inside = inside;
    this.reads = reads;
    this.events = events;
    this.calls = calls;
    this.orders = orders;
  }

  Route of(Principal principal) {
    return pathPrefix(
        "sessions",
        () ->
            concat(
                pathEnd(() -> get(() -> extractRequest(this::list))),
                pathPrefix(segment(), text -> of(principal, Inputs.named(text, SessionId::new)))));
  }

  private Route of(Principal principal, SessionId id) {
    return concat(
        pathEnd(() -> get(() -> extractRequest(request -> one(id, request)))),
        path("events", () -> get(() -> extractRequest(request -> follow(id, request)))),
        path("log", () -> get(() -> Answers.later(reads.read(() -> log(id)), this::file))),
        path("timeline", () -> get(() -> Answers.later(reads.read(() -> timeline(id))))),
        path("forecast", () -> get(() -> Answers.later(reads.read(() -> forecast(id))))),
        calls.of(principal, id));
  }

  private Route list(HttpRequest request) {
    int limit = Inputs.limit(request);
    boolean open = Inputs.flag("open", request.getUri().query().get("open"));
    return Answers.later(
        reads.read(
            () ->
                new Sessions(
                    inside.chronicle().sessions(limit, open).stream()
                        .map(orders::completed)
                        .toList())));
  }

  private Route one(SessionId id, HttpRequest request) {
    Optional<String> phase = request.getUri().query().get("await");
    CompletionStage<SessionView> view =
        phase.isEmpty()
            ? reads.read(() -> known(id))
            : reads
                .read(
                    () -> {
                      var _ = known(id);
                      return inside
                          .chronicle()
                          .await(
                              id,
                              reached(phase.get()),
                              Inputs.time(request.getUri().query().get("for"), Inputs.WAIT_MAX));
                    })
                .thenCompose(Function.identity());
    return Answers.later(view.thenApply(orders::completed), SessionRoutes::versioned);
  }

  /** The session with the number that a caller names who wants nothing newer changed. */
  static HttpResponse versioned(int status, SessionView view) {
    return Answers.of(status, view)
        .addHeader(RawHeader.create("ETag", "\"" + view.version() + "\""));
  }

  private static HttpResponse versioned(SessionView view) {
    return versioned(200, view);
  }

  private SessionView known(SessionId id) {
    return inside.chronicle().session(id).orElseThrow(() -> unknown(id));
  }

  static RefusedRequest unknown(SessionId id) {
    return RefusedRequest.unknown("a session that somebody has begun", id);
  }

  /** Phases are in the order of a session's life, so a later one means that it has been there. */
  private static Predicate<SessionView> reached(String await) {
    if (await.equals("over")) {
      return SessionView::over;
    }
    SessionPhase phase;
    try {
      phase = SessionPhase.valueOf(await.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException none) {
      throw RefusedRequest.of(
          Failure.INVALID_ARGUMENT, "a phase of a session or 'over' in 'await'", "it is none");
    }
    return view -> view.phase().compareTo(phase) >= 0;
  }

  private Route follow(SessionId id, HttpRequest request) {
    long after =
        request
            .getHeader("Last-Event-ID")
            .map(header -> Inputs.sequence(header.value()))
            .orElse(0L);
    return Answers.later(reads.read(() -> known(id)), view -> events.answer(view.session(), after));
  }

  /** Of a session of any kind. */
  private byte[] log(SessionId id) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (SessionLogs.export(system, id, ApiServer.VERSION, out) == 0) {
        throw unknown(id);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private HttpResponse file(byte[] log) {
    return Answers.uncached(HttpResponse.create()).withEntity(HttpEntities.create(LOG, log));
  }

  /** What the window of a rehearsal has shown; that of a set has no less than what it was. */
  private Forecast forecast(SessionId id) {
    var _ = known(id);
    Session session = inside.chronicle().state(id);
    return session
        .creation()
        .flatMap(
            set ->
                set.plan()
                    .filter(plan -> plan.providers().isEmpty())
                    .flatMap(plan -> set.report().map(report -> forecast(session, plan, report))))
        .orElseThrow(() -> noWindow(id));
  }

  private static Forecast forecast(Session session, WindowPlan plan, WindowReport report) {
    return Forecast.of(session.id(), plan, report, Reach.shortfall(session));
  }

  private Timeline timeline(SessionId id) {
    var _ = known(id);
    return inside
        .chronicle()
        .state(id)
        .creation()
        .flatMap(Creation::report)
        .map(report -> Timeline.of(id, report))
        .orElseThrow(() -> noWindow(id));
  }

  private static RefusedRequest noWindow(SessionId id) {
    return RefusedRequest.notFound(
        "a freeze window that has closed",
        "session " + id + " has none",
        "See how far the session has come, or how it ended: its state says it.");
  }
}
