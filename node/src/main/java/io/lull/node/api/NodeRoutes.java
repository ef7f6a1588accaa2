package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.lull.node.Inside;
import io.lull.wire.api.NodeView;
import java.time.Duration;
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
        path("hosts", () -> get(() -> Answers.later(inside.rounds().look(HOSTS)))));
  }

  NodeView view() {
    return new NodeView(inside.host(), ApiServer.VERSION, inside.notReady().get());
  }
}
