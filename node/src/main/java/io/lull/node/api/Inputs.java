package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.extractMaterializer;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.onSuccess;

import io.lull.cluster.config.settings.ApiSettings;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.wire.Wire;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;

/** Takes what a request brings, or refuses it with what was expected. */
final class Inputs {
  /** The longest that a request waits for something to happen; whoever wants more asks again. */
  static final Duration WAIT_MAX = Duration.ofSeconds(30);

  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 10_000;
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m)");
  private static final Pattern AGE = Pattern.compile("(\\d{1,13})(ms|s|m|h|d)");
  private static final Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"");

  private Inputs() {}

  /** A part of the path that names something. */
  static <T> T named(String text, Function<String, T> maker) {
    try {
      return maker.apply(text);
    } catch (IllegalArgumentException none) {
      throw new RefusedRequest(
          Fault.of(Failure.INVALID_ARGUMENT, String.valueOf(none.getMessage())));
    }
  }

  /** The body, as one value of this type. */
  static <T> Route body(ApiSettings settings, Class<T> type, Function<T, Route> route) {
    return extractRequest(
        request ->
            extractMaterializer(
                streams -> onSuccess(read(settings, type, request, streams), route)));
  }

  private static <T> CompletionStage<T> read(
      ApiSettings settings, Class<T> type, HttpRequest request, Materializer streams) {
    if (!request.entity().getContentType().mediaType().equals(MediaTypes.APPLICATION_JSON)) {
      return CompletableFuture.failedStage(
          new RefusedRequest(
              Fault.expected(
                  Failure.MALFORMED, "a body with Content-Type: application/json", "it has not"),
              Problems.UNSUPPORTED_MEDIA));
    }
    if (request.entity().getContentLengthOption().orElse(0) > settings.maxBody()) {
      throw RefusedRequest.of(
          Failure.TOO_LARGE,
          "a body of at most " + settings.maxBody() + " bytes",
          "it says that it is larger");
    }
    return request
        .entity()
        .toStrict(settings.patience().toMillis(), settings.maxBody(), streams)
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(tooSlow(settings, failure)))
        .thenApply(strict -> Wire.json().read(strict.getData().toArrayUnsafe(), type));
  }

  private static Throwable tooSlow(ApiSettings settings, Throwable failure) {
    return failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException
        ? new RefusedRequest(
            Fault.expected(
                Failure.INVALID_ARGUMENT,
                "the whole body within " + settings.patience(),
                "it did not come"),
            Problems.TOO_SLOW)
        : failure;
  }

  /** How many of a list at most. */
  static int limit(HttpRequest request) {
    return number("limit", request.getUri().query().get("limit"), LIMIT, LIMIT_MAX);
  }

  /** How long to wait, of which more than {@link #WAIT_MAX} means so long. */
  static Duration time(Optional<String> text, Duration otherwise) {
    return text.map(Inputs::time).orElse(otherwise);
  }

  private static Duration time(String text) {
    Matcher form = TIME.matcher(text);
    if (!form.matches()) {
      throw RefusedRequest.of(
          Failure.INVALID_ARGUMENT, "a time such as 10s, 500ms or 1m in 'for'", "it is none");
    }
    Duration time = duration(form);
    return time.compareTo(WAIT_MAX) < 0 ? time : WAIT_MAX;
  }

  /** How old something may be. */
  static Duration age(String name, Optional<String> text, Duration otherwise, Duration most) {
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher form = AGE.matcher(text.get());
    Duration age = form.matches() ? duration(form) : Duration.ofSeconds(-1);
    if (age.isNegative() || age.compareTo(most) > 0) {
      throw RefusedRequest.of(
          Failure.INVALID_ARGUMENT,
          "a time such as 36h or 7d, of at most " + most.toDays() + " days, in '" + name + "'",
          "it is none");
    }
    return age;
  }

  private static Duration duration(Matcher form) {
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** A whole number of at least 0. */
  static int number(String name, Optional<String> text, int otherwise, int most) {
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("\\d{1,9}") || Integer.parseInt(text.get()) > most) {
      throw RefusedRequest.of(
          Failure.INVALID_ARGUMENT,
          "a number of 0 to " + most + " in '" + name + "'",
          "it is none");
    }
    return Integer.parseInt(text.get());
  }

  /** The number of an event, of which 0 stands before the first. */
  static long sequence(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw RefusedRequest.of(
          Failure.INVALID_ARGUMENT, "the number of an event in Last-Event-ID", "it is none");
    }
    return Long.parseLong(text);
  }

  /** A place in a file. */
  static long place(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw RefusedRequest.of(
          Failure.INVALID_ARGUMENT, "a number of bytes in 'offset'", "it is none");
    }
    return Long.parseLong(text);
  }

  static boolean flag(String name, Optional<String> text) {
    return switch (text.orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw RefusedRequest.of(
              Failure.INVALID_ARGUMENT, "true or false in '" + name + "'", "it is neither");
    };
  }

  /** The version that {@code If-Match} names, if it names one. */
  static Optional<Long> version(HttpRequest request) {
    return request
        .getHeader("If-Match")
        .map(
            header -> {
              Matcher form = VERSION.matcher(header.value());
              if (!form.matches()) {
                throw RefusedRequest.of(
                    Failure.INVALID_ARGUMENT,
                    "one version such as \"7\" in If-Match",
                    "it is none");
              }
              return Long.valueOf(form.group(1));
            });
  }
}
