package io.lull.node.api;

import io.lull.protocol.failure.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Where questions wait for the journal: on threads of their own, and no more of them than it can
 * answer soon. The rest is sent away at once, so that sessions keep their share of the journal.
 */
final class Reads {
  private static final int MOST = 32;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(MOST);

  <T> CompletionStage<T> read(Supplier<T> question) {
    if (!places.tryAcquire()) {
      return CompletableFuture.failedStage(
          RefusedRequest.of(
              Failure.TOO_MANY_REQUESTS,
              "at most " + MOST + " questions at a time",
              "as many are open"));
    }
    return CompletableFuture.supplyAsync(question, threads)
        .whenComplete((_, _) -> places.release());
  }
}
