package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.delete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.lull.cluster.config.message.HostMessage.ToExpose;
import io.lull.cluster.config.settings.ApiSettings;
import io.lull.node.Inside;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.wire.Ids;
import io.lull.wire.api.Copies;
import io.lull.wire.api.Exposure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Shows copies at directories of their hosts, and takes them away again.
 *
 * <p>Whoever may do that changes what everybody on a host can see, so it is for administrators.
 */
final class ExposureRoutes {
  private static final Duration HOSTS = Duration.ofSeconds(10);

  private final Inside inside;
  private final ApiSettings settings;
  private final Reads reads;

  ExposureRoutes(Inside inside, ApiSettings settings, Reads reads) {
    this.inside = inside;
    this.settings = settings;
    this.reads = reads;
  }

  Route of(Principal principal, SetId set) {
    return concat(
        post(
            () ->
                Gate.needs(
                    ApiRole.ADMIN,
                    principal,
                    () ->
                        Inputs.body(
                            settings,
                            Exposure.class,
                            wanted ->
                                changed(
                                    set,
                                    Optional.of(wanted.volume()),
                                    Optional.of(wanted.path()))))),
        delete(
            () ->
                Gate.needs(
                    ApiRole.ADMIN,
                    principal,
                    () ->
                        extractRequest(
                            request ->
                                changed(
                                    set,
                                    request
                                        .getUri()
                                        .query()
                                        .get("volume")
                                        .map(text -> Inputs.named(text, Ids::volume)),
                                    Optional.empty())))));
  }

  /** The copies afterwards, of which each host tells how they are shown now. */
  private Route changed(SetId id, Optional<Volume> volume, Optional<String> path) {
    String about =
        Audit.visible("volume=" + volume.map(Volume::toString).orElse("*"))
            + path.map(place -> " path=" + Audit.visible(place)).orElse("");
    CompletionStage<Copies> copies =
        reads
            .read(() -> SetRoutes.known(inside, id))
            .thenCompose(
                set ->
                    all(orders(set, volume, path))
                        .thenCompose(_ -> inside.rounds().copies(set, HOSTS)));
    return Answers.later(copies, found -> Audit.about(about, Answers.of(found)));
  }

  private static List<ToExpose> orders(
      CatalogueEntry set, Optional<Volume> volume, Optional<String> path) {
    if (set.state() != SetState.CERTIFIED) {
      throw RefusedRequest.of(
          Failure.BAD_STATE, "a set that is there", set.set() + " is " + set.state());
    }
    Collection<Volume> volumes = volume.map(List::of).orElse(List.copyOf(set.copies().keySet()));
    return volumes.stream()
        .map(one -> new ToExpose(provider(set, one), new SnapshotId(set.set(), one), path))
        .toList();
  }

  private static ProviderId provider(CatalogueEntry set, Volume volume) {
    ProviderId provider = set.copies().get(volume);
    if (provider == null) {
      throw RefusedRequest.of(
          Failure.OBJECT_NOT_FOUND, "a volume of set " + set.set(), volume + " is none");
    }
    return provider;
  }

  /** One after the other; the first that is refused ends it. */
  private CompletionStage<Void> all(List<ToExpose> orders) {
    CompletionStage<Void> done = CompletableFuture.completedStage(null);
    for (ToExpose order : orders) {
      done =
          done.thenCompose(_ -> inside.rounds().expose(order, HOSTS))
              .thenAccept(refused -> refused.ifPresent(ExposureRoutes::refuse));
    }
    return done;
  }

  private static void refuse(Fault fault) {
    throw fault.failure() == Failure.HOST_UNREACHABLE
        ? new RefusedRequest(fault, Problems.UNAVAILABLE)
        : new RefusedRequest(fault);
  }
}
