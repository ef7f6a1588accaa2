package io.lull.node.api;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Refuses what is no request at all; named in the settings of the server, which finds it as it
 * would find an object of Scala.
 */
public final class ParsingProblems extends ParsingErrorHandler {
  // What Scala calls the field of an object's one instance.
  public static final ParsingProblems MODULE$ = new ParsingProblems();

  private ParsingProblems() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    Failure failure =
        switch (status.intValue()) {
          case 413, 414, 431 -> Failure.TOO_LARGE;
          default -> Failure.MALFORMED;
        };
    // What the parser says of it repeats what a stranger sent.
    return Problems.of(
        Fault.expected(failure, "a request as HTTP has it", "it is none: " + status.reason()),
        status.intValue());
  }
}
