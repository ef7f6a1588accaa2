package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.delete;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.lull.node.Inside;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionInput.DeleteSnapshots;
import io.lull.wire.api.Sets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.http.javadsl.server.Route;

/** Sets: what there is of them, what shows that they are good, and their end. */
final class SetRoutes {
  private static final Duration HOSTS = Duration.ofSeconds(10);
  private static final String NOT_WHOLE =
      "Look with `lull sets` whether this one is whole: only what is gets one.";

  private final Inside inside;
  private final Reads reads;
  private final Orders orders;
  private final ExposureRoutes exposures;
  private final StandingRoutes standing;

  SetRoutes(
      Inside inside,
      Reads reads,
      Orders orders,
      ExposureRoutes exposures,
      StandingRoutes standing) {
    this.inside = inside;
    this.reads = reads;
    this.orders = orders;
    this.exposures = exposures;
    this.standing = standing;
  }

  Route of(Principal principal) {
    return pathPrefix(
        "sets",
        () ->
            concat(
                pathEnd(() -> get(() -> Answers.later(reads.read(this::all)))),
                pathPrefix(segment(), text -> of(principal, Inputs.named(text, SetId::new)))));
  }

  private Route of(Principal principal, SetId id) {
    return concat(
        pathEnd(
            () ->
                concat(
                    get(() -> Answers.later(reads.read(() -> orders.completed(known(id))))),
                    delete(() -> Gate.needs(ApiRole.OPERATOR, principal, () -> end(id))))),
        path("certificate", () -> get(() -> certificate(id))),
        path("copies", () -> get(() -> copies(id))),
        path("document", () -> get(() -> document(id))),
        path("exposures", () -> exposures.of(principal, id)),
        standing.of(principal, id));
  }

  private Route document(SetId id) {
    return Answers.later(
        reads.read(
            () ->
                inside
                    .chronicle()
                    .document(known(id).set())
                    .orElseThrow(
                        () ->
                            RefusedRequest.notFound(
                                "a set with a backup document",
                                id + " was never certified, so it has none",
                                NOT_WHOLE))));
  }

  private Route certificate(SetId id) {
    return Answers.later(
        reads.read(
            () ->
                inside
                    .chronicle()
                    .certificate(id)
                    .orElseThrow(
                        () ->
                            RefusedRequest.notFound(
                                "a set with a certificate", id + " has none", NOT_WHOLE))));
  }

  private Route copies(SetId id) {
    return Answers.later(
        reads.read(() -> known(id)).thenCompose(set -> inside.rounds().copies(set, HOSTS)));
  }

  /** Only the session that made a set can end it. */
  private Route end(SetId id) {
    RequestId request = new RequestId("r-" + UUID.randomUUID());
    return Answers.later(
        reads
            .read(() -> known(id))
            .thenCompose(
                set ->
                    inside
                        .client()
                        .relay(
                            set.session(),
                            new DeleteSnapshots(request, List.of()),
                            Inputs.WAIT_MAX)),
        CallRoutes::answer);
  }

  private Sets all() {
    return new Sets(inside.chronicle().sets().stream().map(orders::completed).toList());
  }

  private CatalogueEntry known(SetId id) {
    return known(inside, id);
  }

  static CatalogueEntry known(Inside inside, SetId id) {
    return inside
        .chronicle()
        .set(id)
        .orElseThrow(
            () ->
                RefusedRequest.notFound(
                    "a set that there is or was",
                    "there is no " + id,
                    "Compare the id with what `lull sets` shows."));
  }
}
