package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.delete;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.put;

import io.lull.cluster.config.settings.ApiSettings;
import io.lull.node.Inside;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionInput.PinSet;
import io.lull.protocol.session.SessionInput.RecordVerification;
import io.lull.protocol.session.SessionInput.UnpinSet;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.Verification;
import io.lull.wire.api.Pinning;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** What is said of a set that exists: that it has to stay, and what its verification came to. */
final class StandingRoutes {
  private final Inside inside;
  private final ApiSettings settings;
  private final Reads reads;

  StandingRoutes(Inside inside, ApiSettings settings, Reads reads) {
    this.inside = inside;
    this.settings = settings;
    this.reads = reads;
  }

  Route of(Principal principal, SetId set) {
    return concat(
        path(
            "pin",
            () ->
                concat(
                    put(() -> operators(principal, () -> pin(set))),
                    delete(() -> operators(principal, () -> said(set, "", UnpinSet::new))))),
        path("verification", () -> put(() -> operators(principal, () -> verified(set)))));
  }

  private static Route operators(Principal principal, Supplier<Route> route) {
    return Gate.needs(ApiRole.OPERATOR, principal, route);
  }

  private Route pin(SetId set) {
    return Inputs.body(
        settings,
        Pinning.class,
        pinning ->
            said(
                set,
                "reason=" + Audit.visible(pinning.reason()),
                request -> new PinSet(request, pinning.reason())));
  }

  private Route verified(SetId set) {
    return Inputs.body(
        settings,
        Verification.class,
        found ->
            said(set, "good=" + found.good(), request -> new RecordVerification(request, found)));
  }

  /** Only the session that made a set keeps what is said of it; answered with the set as it is. */
  private Route said(SetId id, String about, Function<RequestId, Verb> verb) {
    RequestId request = new RequestId("r-" + UUID.randomUUID());
    CompletionStage<HttpResponse> answer =
        reads
            .read(() -> SetRoutes.known(inside, id))
            .thenCompose(
                set -> inside.client().relay(set.session(), verb.apply(request), Inputs.WAIT_MAX))
            .thenCompose(
                reply ->
                    reply instanceof SessionReply.Done
                        ? reads.read(() -> SetRoutes.known(inside, id)).thenApply(Answers::of)
                        : CompletableFuture.completedStage(CallRoutes.answer(reply)));
    return Answers.later(answer, response -> Audit.about(about, response));
  }
}
