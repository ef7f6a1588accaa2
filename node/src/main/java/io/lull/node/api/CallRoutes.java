package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.lull.cluster.config.settings.ApiSettings;
import io.lull.node.Inside;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.AbortBackup;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.Wire;
import io.lull.wire.api.SessionView;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Calls a session for its requester.
 *
 * <p>Nothing here reads the journal before the session is called, unless the caller wants it: an
 * abort has to reach a window also while the journal is silent.
 */
final class CallRoutes {
  static final Duration USUALLY = Duration.ofSeconds(10);
  static final int ACCEPTED = 202;

  private final Inside inside;
  private final ApiSettings settings;
  private final Reads reads;

  CallRoutes(Inside inside, ApiSettings settings, Reads reads) {
    this.inside = inside;
    this.settings = settings;
    this.reads = reads;
  }

  Route of(Principal principal, SessionId id) {
    return concat(
        path("calls", () -> operators(principal, request -> call(id, request))),
        path("abort", () -> operators(principal, request -> abort(id, request))));
  }

  static Route operators(Principal principal, Function<HttpRequest, Route> route) {
    return post(() -> Gate.needs(ApiRole.OPERATOR, principal, () -> extractRequest(route)));
  }

  private Route call(SessionId id, HttpRequest request) {
    Duration within = Inputs.time(request.getUri().query().get("for"), USUALLY);
    Optional<Long> version = Inputs.version(request);
    return Inputs.body(
        settings,
        Verb.class,
        verb ->
            Answers.later(
                call(id, verb, version, within),
                reply -> Audit.about("verb=" + Wire.name(verb), answer(reply))));
  }

  private Route abort(SessionId id, HttpRequest request) {
    Verb verb = new AbortBackup(new RequestId("r-" + UUID.randomUUID()));
    return Answers.later(
        call(id, verb, Inputs.version(request), Inputs.WAIT_MAX)
            .thenApply(
                reply ->
                    reply instanceof SessionReply.Done(RequestId done)
                        ? new SessionReply.Aborted(done, Set.of(), Set.of())
                        : reply),
        CallRoutes::answer);
  }

  private CompletionStage<SessionReply> call(
      SessionId id, Verb verb, Optional<Long> version, Duration within) {
    return unchanged(version, () -> reads.read(() -> known(id).version()), "session " + id)
        .thenCompose(_ -> inside.client().relay(id, verb, within))
        .thenCompose(reply -> explained(id, verb, reply));
  }

  private SessionView known(SessionId id) {
    return inside.chronicle().session(id).orElseThrow(() -> SessionRoutes.unknown(id));
  }

  /** Refuses a call of somebody who has not seen what happened last. */
  static CompletionStage<Void> unchanged(
      Optional<Long> version, Supplier<CompletionStage<Long>> now, String what) {
    if (version.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return now.get()
        .thenAccept(
            found -> {
              if (!found.equals(version.get())) {
                throw RefusedRequest.of(
                    Failure.CHANGED_MEANWHILE,
                    "version " + version.get() + " of " + what,
                    "it has version " + found);
              }
            });
  }

  /** To a session that does not exist everything comes in the wrong order. */
  private CompletionStage<SessionReply> explained(SessionId id, Verb verb, SessionReply reply) {
    boolean misplaced =
        reply instanceof SessionReply.Refused refused
            && refused.fault().failure() == Failure.BAD_STATE
            && !(verb instanceof SessionInput.InitializeForBackup);
    return misplaced
        ? reads.read(
            () -> {
              Optional<SessionView> known = inside.chronicle().session(id);
              // A refusal is remembered too, of a session that has not begun for all that.
              if (known.filter(view -> view.phase() != SessionPhase.NEW).isEmpty()) {
                throw verb instanceof AbortBackup && inside.chronicle().restore(id).isPresent()
                    ? RefusedRequest.of(
                        Failure.UNSUPPORTED_IN_RESTORE,
                        "a session of a backup",
                        id + " is a restore")
                    : SessionRoutes.unknown(id);
              }
              return reply;
            })
        : CompletableFuture.completedStage(reply);
  }

  static HttpResponse answer(SessionReply reply) {
    return switch (reply) {
      case SessionReply.Refused refused -> Problems.of(new RefusedRequest(refused.fault()));
      case SessionReply.Pending pending -> Answers.of(ACCEPTED, pending);
      default -> Answers.of(reply);
    };
  }
}
