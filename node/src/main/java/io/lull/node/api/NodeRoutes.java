package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.lull.node.Inside;
import io.lull.wire.api.InstanceViews;
import io.lull.wire.api.NodeView;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.server.Route;

/** The node itself, and the hosts that it knows. */
final class NodeRoutes {
  private static final Duration HOSTS = Duration.ofSeconds(5);

  private final Inside inside;

  NodeRoutes(Inside inside) {
    this.inside = inside;
  }

  Route routes() {
    return concat(
        path("node", () -> get(() -> complete(Answers.of(view())))),
        path("instances", () -> get(() -> Answers.later(instances()))),
        path("hosts", () -> get(() -> Answers.later(inside.rounds().look(HOSTS)))));
  }

  private CompletionStage<InstanceViews> instances() {
    return inside
        .rounds()
        .look(HOSTS)
        .thenApply(
            hosts ->
                new InstanceViews(
                    hosts.hosts().stream().flatMap(host -> host.instances().stream()).toList(),
                    hosts.silent()));
  }

  NodeView view() {
    return new NodeView(inside.host(), ApiServer.VERSION, inside.notReady().get());
  }
}
