package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.reject;
import static org.apache.pekko.http.javadsl.server.Directives.withRequestTimeoutResponse;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.lull.cluster.config.settings.ApiSettings;
import io.lull.node.Inside;
import io.lull.node.metrics.Metrics;
import io.lull.node.stream.AllHosts;
import io.lull.node.stream.StreamsHere;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.limit.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;

/** All routes: what the API is may be read by everybody, the rest is behind the gate. */
final class Api {
  private static final int OK = 200;

  private Api() {}

  static Route routes(
      ActorSystem<?> system,
      Inside there,
      Optional<StreamsHere> here,
      Metrics metrics,
      Limits limits,
      ApiSettings settings,
      Identification known) {
    Reads reads = new Reads();
    Orders orders = new Orders();
    NodeRoutes node = new NodeRoutes(there);
    CallRoutes calls = new CallRoutes(there, settings, reads);
    Semaphore followers = new Semaphore(settings.maxFollowers());
    EventStream events = new EventStream(there.chronicle(), followers);
    ChangeStream changes =
        new ChangeStream(
            new Changes(there.chronicle(), there.rounds()::look, node::view),
            reads,
            followers,
            Materializer.matFromSystem(system));
    SessionRoutes sessions = new SessionRoutes(system, there, reads, events, calls, orders);
    BackupRoutes backups = new BackupRoutes(there, limits, settings, reads, orders);
    RestoreRoutes restores = new RestoreRoutes(system, there, settings, reads);
    RetentionRoutes retention = new RetentionRoutes(there, reads);
    SetRoutes sets =
        new SetRoutes(
            there,
            reads,
            orders,
            new ExposureRoutes(there, settings, reads),
            new StandingRoutes(there, settings, reads));
    StreamRoutes streams = new StreamRoutes(system, there, settings, reads);
    InstanceRoutes instances = new InstanceRoutes(new AllHosts(there.rounds()));
    PlanRoutes plans = new PlanRoutes(there);
    byte[] description = description();
    Route inside =
        new Gate(known)
            .admit(
                who ->
                    concat(
                        MetricsRoute.of(metrics),
                        pathPrefix(
                            "v1",
                            () ->
                                concat(
                                    node.routes(),
                                    changes.of(who),
                                    sessions.of(who),
                                    backups.of(who),
                                    plans.routes(),
                                    sets.of(who),
                                    retention.routes(),
                                    restores.of(who),
                                    streams.of(who),
                                    instances.of(who)))));
    Route everything =
        concat(
            path(
                segment("v1").slash("openapi.json"),
                () -> Problems.sealed(get(() -> complete(Answers.json(OK, description))))),
            new Page().routes(),
            data(here),
            inside);
    return Problems.sealed(withRequestTimeoutResponse(_ -> late(), () -> everything));
  }

  /** A node that is no coordinator tells of nobody but itself. */
  static Route ofHost(Optional<StreamsHere> here, Metrics metrics, Identification known) {
    Route inside =
        new Gate(known)
            .admit(
                who ->
                    concat(
                        MetricsRoute.of(metrics),
                        pathPrefix("v1", () -> instances(here, who)),
                        complete(noCoordinator())));
    return Problems.sealed(concat(data(here), inside));
  }

  private static Route instances(Optional<StreamsHere> here, Principal who) {
    return here.map(streams -> new InstanceRoutes(streams.host()).of(who)).orElseGet(Api::nothing);
  }

  private static Route data(Optional<StreamsHere> here) {
    return here.map(streams -> DataRoute.of(streams.blocks())).orElseGet(Api::nothing);
  }

  private static Route nothing() {
    return reject();
  }

  private static HttpResponse noCoordinator() {
    return Problems.of(
        RefusedRequest.notFound(
            "a node that is a coordinator",
            "this one is a host and answers for nothing but /metrics and its own streams",
            "Ask a node with the role coordinator."));
  }

  private static HttpResponse late() {
    return Problems.of(
        RefusedRequest.of(
            Failure.JOURNAL_UNAVAILABLE, "an answer in time", "the journal or a host is silent"));
  }

  private static byte[] description() {
    try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
      return Objects.requireNonNull(in, "openapi.json").readAllBytes();
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
