package io.lull.node.plan;

import io.lull.cluster.config.settings.NoticeSettings;
import io.lull.wire.Wire;
import io.lull.wire.api.PlanOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people how a plan went. It is done beside the session and nobody waits for it; whoever
 * cannot be told in so many attempts is in the log.
 */
final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int TOO_MANY = 429;
  private static final int TOO_SLOW = 408;

  private final Programs programs;
  private final Duration pause;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          // What was meant for one receiver is sent to no other.
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(threads)
          .build();

  /**
   * @param pause after the first attempt that failed; each next one is twice as long
   */
  Notices(Programs programs, Duration pause) {
    this.programs = programs;
    this.pause = pause;
  }

  /** Whether an attempt made sense, and whether another one does. */
  private enum Result {
    TOLD,
    AGAIN,
    NEVER
  }

  void send(
      Collection<NoticeSettings> notices, PlanOutcome outcome, Map<String, String> environment) {
    for (NoticeSettings notice : notices) {
      if (!outcome.succeeded() || !notice.onlyFailures()) {
        attempt(notice, outcome, environment, 1);
      }
    }
  }

  private void attempt(
      NoticeSettings notice, PlanOutcome outcome, Map<String, String> environment, int number) {
    tell(notice, outcome, environment)
        .thenAccept(
            result -> {
              if (result == Result.AGAIN && number < notice.attempts()) {
                CompletableFuture.delayedExecutor(
                        pause(number).toMillis(), TimeUnit.MILLISECONDS, threads)
                    .execute(() -> attempt(notice, outcome, environment, number + 1));
              } else if (result != Result.TOLD) {
                LOG.warn(
                    "Notice {} of plan {} could not be sent about session {}",
                    notice.name(),
                    outcome.plan(),
                    outcome.session());
              }
            });
  }

  private CompletionStage<Result> tell(
      NoticeSettings notice, PlanOutcome outcome, Map<String, String> environment) {
    return switch (notice.way()) {
      case NoticeSettings.Run run ->
          programs
              .run(run.command(), notice.limit(), environment)
              .handle((_, failure) -> failure == null ? Result.TOLD : Result.AGAIN);
      case NoticeSettings.Webhook webhook ->
          CompletableFuture.supplyAsync(() -> post(webhook, notice.limit(), outcome), threads);
    };
  }

  /** What is said of a failure is as little as possible, because the address is a secret. */
  private Result post(NoticeSettings.Webhook webhook, Duration limit, PlanOutcome outcome) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook.address())
            .timeout(limit)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Wire.json().write(outcome)));
    webhook.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      // Nobody reads what the receiver says, however much it is.
      response.body().close();
      return result(response.statusCode());
    } catch (IOException unreachable) {
      return Result.AGAIN;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Result.NEVER;
    }
  }

  private static Result result(int status) {
    if (status >= 200 && status < 300) {
      return Result.TOLD;
    }
    boolean later = status >= 500 || status == TOO_MANY || status == TOO_SLOW;
    return later ? Result.AGAIN : Result.NEVER;
  }

  private Duration pause(int number) {
    Duration twice = pause.multipliedBy(1L << Math.min(number - 1, 10));
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
