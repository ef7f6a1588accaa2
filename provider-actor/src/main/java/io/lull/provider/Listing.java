package io.lull.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.provider.ProviderCommand.Asked;
import io.lull.provider.Workers.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** The lists of what copies are there, and the requests that wait for the first of them. */
final class Listing {
  /** More than a session ever asks of one provider before it is answered. */
  static final int WAITING_MAX = 1000;

  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final String LIMIT = "listing";
  private static final String AGAIN = "listing again";

  private final ProviderSetup setup;
  private final ProviderCalls calls;
  private final TimerScheduler<ProviderCommand> timers;
  private final Consumer<ProviderReport> report;
  private final List<Asked> waiting = new ArrayList<>();
  private Optional<Worker> worker = Optional.empty();
  private Optional<Fault> failure = Optional.empty();
  private boolean again;
  private boolean complete;

  Listing(
      ProviderSetup setup,
      ProviderCalls calls,
      TimerScheduler<ProviderCommand> timers,
      Consumer<ProviderReport> report) {
    this.setup = setup;
    this.calls = calls;
    this.timers = timers;
    this.report = report;
  }

  /** Makes a list that shows all that is there now. */
  void begin() {
    if (worker.isPresent()) {
      again = true;
      return;
    }
    again = false;
    timers.cancel(AGAIN);
    // As for the beginning of a volume: it is read from what lies with the copies.
    timers.startSingleTimer(LIMIT, new ProviderReport.ListingOverdue(), setup.limits().begin());
    worker =
        Optional.of(
            setup.workers().start(setup.id() + " listing", () -> report.accept(calls.list(this))));
  }

  /** False for a list that was begun before a restart. */
  boolean isOf(Listing other) {
    return this == other;
  }

  /** A list was made; these are the requests that waited for it. */
  List<Asked> ended() {
    over();
    complete = true;
    failure = Optional.empty();
    List<Asked> waited = List.copyOf(waiting);
    waiting.clear();
    if (again) {
      begin();
    }
    return waited;
  }

  void failed(ProviderReport.NotListed failed) {
    if (isOf(failed.listing())) {
      over();
      give(failed.fault());
      timers.startSingleTimer(AGAIN, new ProviderReport.ListAgain(), PAUSE);
    }
  }

  /** It counts as failed; only when it has really ended there is another attempt. */
  void overdue() {
    interrupt();
    give(
        Fault.expected(
            Failure.PROVIDER_TIMEOUT,
            "the list of the copies of " + setup.id() + " within " + setup.limits().begin(),
            "it is not there"));
  }

  void interrupt() {
    worker.ifPresent(Worker::interrupt);
  }

  /** Keeps a request until there is a list, or refuses it when there is none for longer. */
  boolean holdsBack(Asked asked) {
    if (complete) {
      return false;
    }
    if (failure.isPresent()) {
      refuse(asked, failure.get());
    } else if (waiting.size() >= WAITING_MAX) {
      refuse(
          asked,
          Fault.expected(
              Failure.HOST_RESTARTED,
              "at most " + WAITING_MAX + " requests before the copies are listed",
              "one more came"));
    } else {
      waiting.add(asked);
    }
    return true;
  }

  private void over() {
    worker = Optional.empty();
    timers.cancel(LIMIT);
  }

  private void give(Fault fault) {
    failure = Optional.of(fault);
    setup.log().note(setup.id() + " listing", fault);
    waiting.forEach(asked -> refuse(asked, fault));
    waiting.clear();
  }

  private void refuse(Asked asked, Fault fault) {
    asked.replyTo().tell(setup.refusal(asked.request(), fault));
  }
}
