package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;

import io.lull.wire.Wire;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/** Answers in the form that the wire gives a value. */
final class Answers {
  private static final int OK = 200;

  private Answers() {}

  static HttpResponse of(Object value) {
    return of(OK, value);
  }

  static HttpResponse of(int status, Object value) {
    return json(status, Wire.json().write(value));
  }

  static HttpResponse json(int status, byte[] json) {
    return uncached(HttpResponse.create().withStatus(status))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
  }

  /** What is true now need not be so a moment later, and not everybody may see it. */
  static HttpResponse uncached(HttpResponse response) {
    return response
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"));
  }

  /** Answers when the value is there; a stage that fails becomes a problem. */
  static <T> Route later(CompletionStage<T> value, Function<T, HttpResponse> answer) {
    return completeWithFuture(value.thenApply(answer));
  }

  static Route later(CompletionStage<?> value) {
    return later(value, Answers::of);
  }
}
