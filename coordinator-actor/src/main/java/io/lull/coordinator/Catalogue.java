package io.lull.coordinator;

import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.journal.OrderedEvents;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.cluster.config.journal.OrderedEvents.Page;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionMachine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * All sets that there are and were, read from the journal when somebody asks.
 *
 * <p>Whoever asks waits until everything is read that was written before, so nobody is told less
 * than he has been told already. It waits for the database, so it is not for actor threads.
 */
public final class Catalogue {
  private static final int PAGE = 1000;

  private final OrderedEvents events;
  private final SessionMachine machine = new SessionMachine();
  private final Map<SessionId, Session> going = new HashMap<>();
  private final SortedMap<SetId, CatalogueEntry> sets = new TreeMap<>();
  private long seen;

  private Catalogue(OrderedEvents events) {
    this.events = events;
  }

  /** The catalogue of a node that has the journal, which every coordinator has. */
  public static Catalogue of(ActorSystem<?> system) {
    return new Catalogue(Journal.get(system).events());
  }

  /**
   * All sets, in the order of their ids.
   *
   * @throws io.lull.cluster.config.journal.JournalException if the journal does not answer
   */
  public synchronized List<CatalogueEntry> sets() {
    catchUp();
    return List.copyOf(sets.values());
  }

  /**
   * One set, if there is or was one of this id.
   *
   * @throws io.lull.cluster.config.journal.JournalException if the journal does not answer
   */
  public synchronized Optional<CatalogueEntry> set(SetId id) {
    catchUp();
    return Optional.ofNullable(sets.get(id));
  }

  private void catchUp() {
    Page page;
    do {
      page = events.after(seen, PAGE);
      page.entries().forEach(this::read);
      seen = page.last();
    } while (!page.entries().isEmpty());
  }

  private void read(Entry entry) {
    SessionActor.sessionOf(entry.persistenceId()).ifPresent(id -> read(id, entry));
  }

  private void read(SessionId id, Entry entry) {
    Session before = going.containsKey(id) ? going.get(id) : earlier(id, entry);
    Session after = machine.apply(before, (SessionEvent) entry.event());
    if (after.creation().isEmpty()) {
      before.creation().ifPresent(given -> sets.remove(given.set()));
    }
    CatalogueEntry.of(after, entry.writtenAt()).ifPresent(set -> sets.put(set.set(), set));
    // Most never go on, and what is kept of them in memory would only grow.
    if (after.isOver()) {
      going.remove(id);
    } else {
      going.put(id, after);
    }
  }

  /** A session that was over goes on when the set that outlived it is deleted. */
  private Session earlier(SessionId id, Entry entry) {
    return entry.sequence() == 1
        ? Session.fresh(id)
        : machine.replay(
            Session.fresh(id),
            events.ofEntity(entry.persistenceId()).stream()
                .filter(event -> event.sequence() < entry.sequence())
                .map(event -> (SessionEvent) event.event())
                .toList());
  }
}
