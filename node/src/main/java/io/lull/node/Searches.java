package io.lull.node;

import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostMessage.Where;
import io.lull.cluster.config.message.HostReply.Located;
import io.lull.node.expose.Exposures;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.Marker;
import io.lull.provider.Workers;
import io.lull.provider.Workers.Worker;
import io.lull.provider.spi.Provider;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Looks for copies, each provider on a thread of its own, since it may wait for a disk.
 *
 * <p>Only the agent calls it. What is not found in time is not waited for; and a disk that answers
 * nobody does not collect threads, for only so many search at once.
 */
final class Searches {
  static final Duration LIMIT = Duration.ofSeconds(5);
  static final int THREADS = 32;

  private final Map<ProviderId, Provider> providers;
  private final Workers workers;
  private final Map<Long, Search> open = new HashMap<>();
  private long begun;
  private int threads;

  /** A provider has been asked; what it said, as far as it could say anything. */
  record Found(long search, ProviderId provider, List<CopyView> copies) implements HostMessage {}

  /** A search has had its time. */
  record Overdue(long search) implements HostMessage {}

  private record Search(
      SetId set,
      ActorRef<Located> replyTo,
      Map<ProviderId, Worker> waiting,
      List<CopyView> found) {}

  Searches(Map<ProviderId, Provider> providers, Workers workers) {
    this.providers = providers;
    this.workers = workers;
  }

  /** How many searches are under way. */
  int size() {
    return open.size();
  }

  /**
   * Begins to look.
   *
   * @param report takes what is found, on any thread
   */
  void begin(Where asked, TimerScheduler<HostMessage> timers, Consumer<HostMessage> report) {
    long number = ++begun;
    Search search = new Search(asked.set(), asked.replyTo(), new HashMap<>(), new ArrayList<>());
    for (Map.Entry<ProviderId, Provider> each : providers.entrySet()) {
      if (threads < THREADS) {
        threads++;
        ProviderId id = each.getKey();
        Worker worker =
            workers.start(
                id + "-where-" + number,
                () ->
                    report.accept(new Found(number, id, copies(id, each.getValue(), asked.set()))));
        search.waiting().put(id, worker);
      }
    }
    open.put(number, search);
    timers.startSingleTimer(number, new Overdue(number), LIMIT);
    endIfDone(number, search, timers);
  }

  void found(Found found, TimerScheduler<HostMessage> timers) {
    threads--;
    Search search = open.get(found.search());
    if (search != null) {
      search.waiting().remove(found.provider());
      search.found().addAll(found.copies());
      endIfDone(found.search(), search, timers);
    }
  }

  void overdue(Overdue overdue) {
    Search search = open.remove(overdue.search());
    if (search != null) {
      search.waiting().values().forEach(Worker::interrupt);
      answer(search);
    }
  }

  private void endIfDone(long number, Search search, TimerScheduler<HostMessage> timers) {
    if (search.waiting().isEmpty()) {
      open.remove(number);
      timers.cancel(number);
      answer(search);
    }
  }

  private static void answer(Search search) {
    search.replyTo().tell(new Located(new Copies(search.set(), search.found())));
  }

  /** A provider that cannot tell has nothing to say here; what it has is known elsewhere. */
  private static List<CopyView> copies(ProviderId id, Provider provider, SetId set) {
    List<CopyView> copies = new ArrayList<>();
    try {
      for (Marker marker : provider.copies()) {
        if (marker.snapshot().set().equals(set)) {
          Optional<Path> place = provider.place(marker.snapshot());
          copies.add(
              new CopyView(marker.snapshot(), id, place.map(Path::toString), Exposures.of(place)));
        }
      }
    } catch (Exception unknown) {
      return copies;
    }
    return copies;
  }
}
