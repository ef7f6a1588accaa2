package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.complete;

import io.lull.cluster.config.journal.JournalException;
import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import io.lull.wire.api.Problem;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.MethodRejection;
import org.apache.pekko.http.javadsl.server.Rejection;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem of whatever goes wrong; nobody is ever shown anything else. */
final class Problems {
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORISED = 401;
  static final int NOT_ALLOWED = 405;
  static final int TOO_SLOW = 408;
  static final int UNSUPPORTED_MEDIA = 415;
  static final int UNPROCESSABLE = 422;
  static final int UNAVAILABLE = 503;

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final ContentType TYPE = ContentTypes.parse("application/problem+json");

  private static final RejectionHandler REJECTIONS =
      RejectionHandler.newBuilder()
          .handleNotFound(
              complete(
                  of(
                      RefusedRequest.notFound(
                          "a path of the API, as /v1/openapi.json lists them",
                          "it is another one",
                          "Look into /v1/openapi.json, and at the version of this node."))))
          .handleAll(MethodRejection.class, Problems::wrongMethod)
          .handle(
              Rejection.class,
              other -> {
                // Its text may repeat what a stranger sent.
                LOG.debug("Rejected: {}", other);
                return complete(
                    of(
                        RefusedRequest.of(
                            Failure.MALFORMED, "a request as the API describes it", "it is not")));
              })
          .build();

  private static final ExceptionHandler EXCEPTIONS =
      ExceptionHandler.newBuilder().matchAny(thrown -> complete(of(thrown))).build();

  private Problems() {}

  /** The same route, of which nothing comes out but answers and problems. */
  static Route sealed(Route route) {
    return route.seal(REJECTIONS, EXCEPTIONS);
  }

  static HttpResponse of(Fault fault, int status) {
    return of(fault, status, fault.failure().hint());
  }

  private static HttpResponse of(Fault fault, int status, String hint) {
    HttpResponse response =
        Answers.uncached(HttpResponse.create().withStatus(status))
            .withEntity(
                HttpEntities.create(TYPE, Wire.json().write(Problem.of(fault, status, hint))));
    return switch (status) {
      case UNAUTHORISED ->
          response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"lull\""));
      case UNAVAILABLE -> response.addHeader(RawHeader.create("Retry-After", "1"));
      default -> response;
    };
  }

  static HttpResponse of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case RefusedRequest refused -> of(refused.fault(), refused.status(), refused.hint());
      case RefusedException refused -> of(refused.fault());
      case WireException refused -> of(refused.fault());
      case EntityStreamSizeException large ->
          of(
              Fault.expected(
                  Failure.TOO_LARGE,
                  "a body of at most " + large.limit() + " bytes",
                  "it is larger"));
      case JournalException down -> {
        LOG.warn("A request was refused: {}", down.getMessage());
        yield of(
            Fault.expected(Failure.JOURNAL_UNAVAILABLE, "the journal to answer", "it does not"));
      }
      default -> {
        LOG.error("A request failed", thrown);
        yield of(
            Fault.expected(
                Failure.INTERNAL, "an answer", "something broke; the node's log says what"));
      }
    };
  }

  private static HttpResponse of(Fault fault) {
    return of(fault, RefusedRequest.statusOf(fault.failure()));
  }

  private static Route wrongMethod(List<MethodRejection> rejections) {
    String allowed =
        rejections.stream()
            .map(rejection -> rejection.supported().value())
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    return complete(
        of(
                Fault.expected(
                    Failure.INVALID_ARGUMENT, allowed + " at this path", "it is another"),
                NOT_ALLOWED)
            .addHeader(RawHeader.create("Allow", allowed)));
  }
}
