package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.lull.coordinator.client.StreamStops;
import io.lull.node.stream.HostsOfStreams;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.StreamInput.StopBackup;
import io.lull.protocol.stream.StreamInput.StopService;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.stream.StreamReply;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Stops streams, for the owner of their instances: he needs no part in any of them, and no
 * coordinator where he speaks to the host itself.
 */
final class InstanceRoutes {
  private final HostsOfStreams hosts;

  InstanceRoutes(HostsOfStreams hosts) {
    this.hosts = hosts;
  }

  Route of(Principal principal) {
    return concat(
        path("stop-backup", () -> CallRoutes.operators(principal, _ -> stopOnly())),
        pathPrefix(
            "instances",
            () ->
                pathPrefix(
                    segment().slash(segment()),
                    (host, instance) ->
                        of(
                            principal,
                            Inputs.named(host, HostId::new),
                            Inputs.named(instance, InstanceId::new)))));
  }

  private Route of(Principal principal, HostId host, InstanceId instance) {
    return concat(
        path(
            "stop-backup",
            () -> CallRoutes.operators(principal, _ -> stop(host, instance, StopBackup::new))),
        path(
            "stop-service",
            () -> CallRoutes.operators(principal, _ -> stop(host, instance, StopService::new))));
  }

  private Route stopOnly() {
    return hosts
        .only()
        .map(host -> ask(host, new StopBackup(request(), Optional.empty())))
        .orElseThrow(() -> new RefusedRequest(StreamStops.unnamed()));
  }

  private Route stop(
      HostId host,
      InstanceId instance,
      BiFunction<RequestId, Optional<InstanceId>, StreamRequest> stop) {
    return ask(host, stop.apply(request(), Optional.of(instance)));
  }

  private Route ask(HostId host, StreamRequest stop) {
    return Answers.later(hosts.ask(host, stop), InstanceRoutes::answer);
  }

  private static RequestId request() {
    return new RequestId("r-" + UUID.randomUUID());
  }

  private static HttpResponse answer(StreamReply reply) {
    return reply instanceof StreamReply.StreamRefused refused
        ? Problems.of(new RefusedRequest(refused.fault()))
        : Answers.of(reply);
  }
}
