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
import io.lull.protocol.restore.RestoreInput.AbortBackup;
import io.lull.protocol.restore.RestoreInput.InitializeForRestore;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.restore.RestoreReply;
import io.lull.wire.Wire;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.RestoreViews;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/** Restores: what became of them, and their verbs, in the form that sessions of backups have. */
final class RestoreRoutes {
  private final ActorSystem<?> system;
  private final Inside inside;
  private final ApiSettings settings;
  private final Reads reads;

  RestoreRoutes(ActorSystem<?> system, Inside inside, ApiSettings settings, Reads reads) {
    this.system = system;
    this.inside = inside;
    this.settings = settings;
    this.reads = reads;
  }

  Route of(Principal principal) {
    return pathPrefix(
        "restores",
        () ->
            concat(
                pathEnd(() -> get(() -> extractRequest(this::list))),
                pathPrefix(segment(), text -> of(principal, Inputs.named(text, SessionId::new)))));
  }

  private Route list(HttpRequest request) {
    int limit = Inputs.limit(request);
    boolean open = Inputs.flag("open", request.getUri().query().get("open"));
    return Answers.later(
        reads.read(() -> new RestoreViews(inside.chronicle().restores(limit, open))));
  }

  private Route of(Principal principal, SessionId id) {
    return concat(
        pathEnd(() -> get(() -> Answers.later(reads.read(() -> known(id)), this::versioned))),
        path("timeline", () -> get(() -> Answers.later(reads.read(() -> timeline(id))))),
        path("calls", () -> CallRoutes.operators(principal, request -> call(id, request))),
        path("abort", () -> CallRoutes.operators(principal, _ -> abort(id))));
  }

  private HttpResponse versioned(RestoreView view) {
    return Answers.of(view).addHeader(RawHeader.create("ETag", "\"" + view.version() + "\""));
  }

  private RestoreView known(SessionId id) {
    return inside.chronicle().restore(id).orElseThrow(() -> unknown(id));
  }

  private OperationTimeline timeline(SessionId id) {
    var _ = known(id);
    return OperationTimeline.ofRestore(id, SessionLogs.ofRestore(system, id), Instant.now());
  }

  private static RefusedRequest unknown(SessionId id) {
    return RefusedRequest.unknown("a restore that somebody has begun", id);
  }

  private Route call(SessionId id, HttpRequest request) {
    Duration within = Inputs.time(request.getUri().query().get("for"), CallRoutes.USUALLY);
    Optional<Long> version = Inputs.version(request);
    return Inputs.body(
        settings,
        Verb.class,
        verb ->
            Answers.later(
                CallRoutes.unchanged(version, looking(() -> known(id).version()), "restore " + id)
                    .thenCompose(_ -> call(id, verb, within)),
                reply -> Audit.about("verb=" + Wire.name(verb), answer(reply))));
  }

  /** Refused in every restore: writers that have made way are told of its end in any case. */
  private Route abort(SessionId id) {
    Verb verb = new AbortBackup(new RequestId("r-" + UUID.randomUUID()));
    return Answers.later(call(id, verb, Inputs.WAIT_MAX), RestoreRoutes::answer);
  }

  private CompletionStage<RestoreReply> call(SessionId id, Verb verb, Duration within) {
    return inside.client().relay(id, verb, within).thenCompose(reply -> explained(id, verb, reply));
  }

  /** To a restore that does not exist everything comes in the wrong order. */
  private CompletionStage<RestoreReply> explained(SessionId id, Verb verb, RestoreReply reply) {
    boolean misplaced =
        reply instanceof RestoreReply.Refused refused
            && refused.fault().failure() == Failure.BAD_STATE
            && !(verb instanceof InitializeForRestore);
    return misplaced
        ? reads.read(
            () -> {
              var _ = known(id);
              return reply;
            })
        : CompletableFuture.completedStage(reply);
  }

  private <T> Supplier<CompletionStage<T>> looking(Supplier<T> question) {
    return () -> reads.read(question);
  }

  private static HttpResponse answer(RestoreReply reply) {
    return switch (reply) {
      case RestoreReply.Refused refused -> Problems.of(new RefusedRequest(refused.fault()));
      case RestoreReply.Pending pending -> Answers.of(CallRoutes.ACCEPTED, pending);
      default -> Answers.of(reply);
    };
  }
}
