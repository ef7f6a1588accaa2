package io.lull.coordinator;

import io.lull.coordinator.Chronicle.Following;
import io.lull.wire.api.SessionView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Somebody waits for a session to be as he expects it, or over. */
final class Waiting {
  private final Chronicle chronicle;
  private final Predicate<SessionView> reached;

  Waiting(Chronicle chronicle, Predicate<SessionView> expected) {
    this.chronicle = chronicle;
    this.reached = view -> view.over() || expected.test(view);
  }

  /** The session as soon as it is so, or as it is when the time has passed. */
  CompletionStage<SessionView> from(Progress now, Duration atMost) {
    SessionView view = now.view();
    if (reached.test(view)) {
      return CompletableFuture.completedStage(view);
    }
    AtomicReference<Progress> latest = new AtomicReference<>(now);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Following following =
        chronicle.follow(
            view.session(),
            now.version(),
            entry -> {
              Progress next = latest.updateAndGet(progress -> progress.after(entry));
              if (reached.test(next.view())) {
                done.complete(true);
              }
            },
            () -> done.complete(false));
    return done.completeOnTimeout(false, atMost.toNanos(), TimeUnit.NANOSECONDS)
        .thenApply(
            _ -> {
              following.close();
              return latest.get().view();
            });
  }
}
