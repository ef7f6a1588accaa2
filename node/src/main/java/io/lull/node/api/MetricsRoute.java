package io.lull.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.lull.node.metrics.Metrics;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** What the node counts and measures; for everybody who may look. */
final class MetricsRoute {
  private static final ContentType TYPE = ContentTypes.parse(Metrics.CONTENT_TYPE);

  private MetricsRoute() {}

  static Route of(Metrics metrics) {
    return path("metrics", () -> get(() -> complete(answer(metrics))));
  }

  private static HttpResponse answer(Metrics metrics) {
    return Answers.uncached(HttpResponse.create())
        .withEntity(HttpEntities.create(TYPE, metrics.scrape().getBytes(UTF_8)));
  }
}
