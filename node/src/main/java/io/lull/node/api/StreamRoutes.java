package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.lull.cluster.config.settings.ApiSettings;
import io.lull.coordinator.SessionLogs;
import io.lull.node.Inside;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.protocol.stream.session.StreamVerb.AbortBackup;
import io.lull.protocol.stream.session.StreamVerb.PassOn;
import io.lull.wire.Wire;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/** Streams: what became of them, and their verbs; the bytes themselves go another way. */
final class StreamRoutes {
  private final ActorSystem<?> system;
  private final Inside inside;
  private final ApiSettings settings;
  private final Reads reads;

  StreamRoutes(ActorSystem<?> system, Inside inside, ApiSettings settings, Reads reads) {
    this.system = system;
    this.inside = inside;
    this.settings = settings;
    this.reads = reads;
  }

  Route of(Principal principal) {
    return pathPrefix(
        "streams",
        () ->
            concat(
                pathEnd(() -> get(() -> extractRequest(this::list))),
                pathPrefix(segment(), text -> of(principal, Inputs.named(text, SessionId::new)))));
  }

  private Route of(Principal principal, SessionId id) {
    return concat(
        pathEnd(() -> get(() -> Answers.later(reads.read(() -> known(id)), this::versioned))),
        path("timeline", () -> get(() -> Answers.later(reads.read(() -> timeline(id))))),
        path("calls", () -> CallRoutes.operators(principal, request -> call(id, request))),
        path("abort", () -> CallRoutes.operators(principal, _ -> abort(id))));
  }

  private Route list(HttpRequest request) {
    int limit = Inputs.limit(request);
    boolean open = Inputs.flag("open", request.getUri().query().get("open"));
    return Answers.later(
        reads.read(() -> new StreamViews(inside.chronicle().streams(limit, open))));
  }

  private HttpResponse versioned(StreamView view) {
    return Answers.of(view).addHeader(RawHeader.create("ETag", "\"" + view.version() + "\""));
  }

  private StreamView known(SessionId id) {
    return inside.chronicle().stream(id)
        .orElseThrow(() -> RefusedRequest.unknown("a stream that somebody has begun", id));
  }

  private OperationTimeline timeline(SessionId id) {
    var _ = known(id);
    return OperationTimeline.ofStream(id, SessionLogs.ofStream(system, id), Instant.now());
  }

  private Route call(SessionId id, HttpRequest request) {
    Duration within = Inputs.time(request.getUri().query().get("for"), Inputs.WAIT_MAX);
    return Inputs.body(
        settings,
        StreamVerb.class,
        verb ->
            Answers.later(
                call(id, verb, within), response -> Audit.about("verb=" + name(verb), response)));
  }

  /** What the host does is what is written down, and not that it was passed on. */
  private static String name(StreamVerb verb) {
    return Wire.name(verb instanceof PassOn pass ? pass.call() : verb);
  }

  private CompletionStage<HttpResponse> call(SessionId id, StreamVerb verb, Duration within) {
    return verb instanceof PassOn pass
        ? inside
            .client()
            .pass(id, pass, within)
            .thenApply(said -> said.map(StreamRoutes::passed).orElseGet(() -> silent(id)))
        : inside
            .client()
            .relay(id, verb, within)
            .thenApply(reply -> reply.map(StreamRoutes::answer).orElseGet(() -> silent(id)));
  }

  private Route abort(SessionId id) {
    StreamVerb verb = new AbortBackup(new RequestId("r-" + UUID.randomUUID()));
    return Answers.later(call(id, verb, Inputs.WAIT_MAX), response -> response);
  }

  private static HttpResponse passed(StreamSaid said) {
    return said.reply() instanceof StreamReply.StreamRefused refused
        ? Problems.of(new RefusedRequest(refused.fault()))
        : Answers.of(said);
  }

  private static HttpResponse answer(StreamSessionReply reply) {
    return reply instanceof StreamSessionReply.Refused refused
        ? Problems.of(new RefusedRequest(refused.fault()))
        : Answers.of(reply);
  }

  private static HttpResponse silent(SessionId id) {
    return Problems.of(
        RefusedRequest.of(
            Failure.COORDINATOR_LOST,
            "an answer of stream " + id + " or its host in time",
            "none came; the same call under the same request id may be made again"));
  }
}
