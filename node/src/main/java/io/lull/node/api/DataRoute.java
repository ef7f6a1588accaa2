package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.lull.node.stream.Blocks;
import io.lull.node.stream.RefusedBlock;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The bytes of an open file, for whoever has its ticket. It is outside the gate: the ticket says
 * more than a name, and a target need not be known by name to every host.
 */
final class DataRoute {
  private static final ContentType TYPE = ContentTypes.parse("application/vnd.lull.blocks");
  private static final String BEARER = "Bearer ";

  private DataRoute() {}

  static Route of(Blocks blocks) {
    return path(
        segment("v1").slash("data"),
        () -> Problems.sealed(get(() -> extractRequest(request -> fetch(blocks, request)))));
  }

  private static Route fetch(Blocks blocks, HttpRequest request) {
    String token = token(request).orElseThrow(DataRoute::stranger);
    long offset = request.getUri().query().get("offset").map(Inputs::place).orElse(0L);
    return completeWithFuture(answer(blocks, token, offset));
  }

  private static CompletionStage<HttpResponse> answer(Blocks blocks, String token, long offset) {
    return blocks
        .from(token, offset)
        .thenApply(
            frames ->
                Patience.last(
                    Answers.uncached(HttpResponse.create())
                        .withEntity(HttpEntities.createChunked(TYPE, frames))))
        .exceptionally(DataRoute::refused);
  }

  private static HttpResponse refused(Throwable thrown) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return cause instanceof RefusedBlock refused
        ? Problems.of(new RefusedRequest(refused.fault()))
        : Problems.of(thrown);
  }

  private static Optional<String> token(HttpRequest request) {
    return request
        .getHeader("Authorization")
        .map(header -> header.value())
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  private static RefusedRequest stranger() {
    return new RefusedRequest(
        Fault.expected(
            Failure.ACCESS_DENIED,
            "the token of a ticket in the header Authorization: Bearer TOKEN",
            "there is none"),
        Problems.UNAUTHORISED);
  }
}
