package io.lull.coordinator;

import static io.lull.coordinator.History.latestFirst;

import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.journal.OrderedEvents;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.cluster.config.journal.OrderedEvents.Page;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.Documents;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.wire.EventLog;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.StreamView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * All sessions, restores, streams and sets that there are and were, read from the journal when
 * somebody asks.
 *
 * <p>Whoever asks waits until everything is read that was written before, so nobody is told less
 * than he has been told already. It waits for the database, so it is not for actor threads; only
 * {@link #follow} returns at once. What is asked fails with a {@link
 * io.lull.cluster.config.journal.JournalException} if the journal does not answer.
 */
public final class Chronicle implements AutoCloseable {
  private static final int PAGE = 1000;

  private final Journal journal;
  private final Settings settings;
  private final Tail tail;
  private final Queue<Follower> newcomers = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  // All below belongs to whoever holds the lock of this.
  private final OrderedEvents events;
  private final Map<SessionId, Progress> going = new HashMap<>();
  private final Past past;
  private final History<RestoreProgress, RestoreView> restores;
  private final History<StreamProgress, StreamView> streams;
  private final Map<SetId, CatalogueEntry> sets = new HashMap<>();
  private final Map<SessionId, List<Follower>> followers = new HashMap<>();
  private final Watchers watchers = new Watchers();
  private long seen;

  /**
   * How it reads.
   *
   * @param every how often it looks for new events while somebody follows a session
   * @param queue how many events may wait for one follower until he is dropped
   * @param kept how many sessions that are over it knows without looking them up
   */
  public record Settings(Duration every, int queue, int kept) {
    public static final Settings DEFAULT = new Settings(Duration.ofMillis(100), 1000, 10_000);
  }

  /** That somebody follows a session, until he closes it. */
  public interface Following extends AutoCloseable {
    @Override
    void close();
  }

  private Chronicle(Journal journal, Settings settings) {
    this.journal = journal;
    this.settings = settings;
    this.tail = new Tail(settings.every(), this::look);
    this.events = journal.events();
    this.past = new Past(settings.kept());
    this.restores =
        new History<>(
            RestoreActor.TYPE, RestoreProgress::none, RestoreProgress.ORDER, settings.kept());
    this.streams =
        new History<>(
            StreamSessionActor.TYPE, StreamProgress::none, StreamProgress.ORDER, settings.kept());
  }

  /** The chronicle of a node that has the journal, which every coordinator has; one is enough. */
  public static Chronicle of(ActorSystem<?> system) {
    return of(system, Settings.DEFAULT);
  }

  /** As {@link #of(ActorSystem)}, with other settings. */
  public static Chronicle of(ActorSystem<?> system, Settings settings) {
    return new Chronicle(Journal.get(system), settings);
  }

  /**
   * Sessions, the one that began last first; of those that are over only the latest.
   *
   * @param openOnly without those that are over
   */
  public synchronized List<SessionView> sessions(int limit, boolean openOnly) {
    catchUp();
    return Stream.concat(
            going.values().stream().map(Progress::view),
            openOnly ? Stream.empty() : past.sessions().stream())
        .sorted(latestFirst(SessionView::began, SessionView::session))
        .limit(limit)
        .toList();
  }

  /** One session, if anybody has used it; also one that was over long ago. */
  public Optional<SessionView> session(SessionId id) {
    synchronized (this) {
      catchUp();
      Optional<SessionView> known =
          Optional.ofNullable(going.get(id)).map(Progress::view).or(() -> past.session(id));
      if (known.isPresent()) {
        return known;
      }
    }
    return Optional.of(reread(id)).filter(Progress::isKnown).map(Progress::view);
  }

  /** Restores, as {@link #sessions} tells of backups. */
  public synchronized List<RestoreView> restores(int limit, boolean openOnly) {
    catchUp();
    return restores.views(limit, openOnly);
  }

  /** One restore, if anybody has begun it; also one that was over long ago. */
  public synchronized Optional<RestoreView> restore(SessionId id) {
    catchUp();
    return restores.view(id, events);
  }

  /** Streams, as {@link #sessions} tells of backups, with the ones that they continue. */
  public synchronized List<StreamView> streams(int limit, boolean openOnly) {
    catchUp();
    return streams.views(limit, openOnly).stream().map(this::linked).toList();
  }

  /** One stream, if anybody has begun it; also one that was over long ago. */
  public synchronized Optional<StreamView> stream(SessionId id) {
    catchUp();
    return streams.view(id, events).map(this::linked);
  }

  private StreamView linked(StreamView stream) {
    return StreamChain.linked(stream, streams::all);
  }

  /** All sets, the one that changed last first. */
  public synchronized List<CatalogueEntry> sets() {
    catchUp();
    return sets.values().stream()
        .sorted(latestFirst(CatalogueEntry::changed, CatalogueEntry::set))
        .toList();
  }

  /** The sets of sessions that are over: what is left of them stays until somebody deletes it. */
  public synchronized List<CatalogueEntry> settledSets() {
    return sets().stream().filter(set -> !going.containsKey(set.session())).toList();
  }

  /** One set, if there is or was one of this id. */
  public synchronized Optional<CatalogueEntry> set(SetId id) {
    catchUp();
    return Optional.ofNullable(sets.get(id));
  }

  /** The certificate of a set, if one was ever issued. */
  public Optional<Certificate> certificate(SetId id) {
    return set(id)
        .filter(set -> set.grade().isPresent())
        .flatMap(set -> progress(set.session()).session().creation())
        .filter(creation -> creation.set().equals(id))
        .flatMap(Creation::certificate);
  }

  /** What a restore of a set starts from, if the set was ever certified. */
  public Optional<BackupDocument> document(SetId id) {
    return set(id)
        .flatMap(set -> Documents.of(progress(set.session()).session()))
        .filter(document -> document.set().equals(id));
  }

  /** The events of a session after the one of this number; 0 is before the first. */
  public List<EventLog.Entry<SessionEvent>> events(SessionId id, long after) {
    return Progress.logged(journal.events(), id, after, Integer.MAX_VALUE);
  }

  /** A session as far as it came. */
  public Session state(SessionId id) {
    return progress(id).session();
  }

  /**
   * Tells of the events of a session after the one of this number, each once and in their order, as
   * they come; on a thread of the follower's own, which may block.
   *
   * <p>A follower for whom too many events wait is dropped, and never holds up anybody else; he may
   * follow again after the last event that he has heard of. Who follows a session that nobody has
   * used yet waits for its beginning.
   *
   * @param over heard once, when nothing more will come: the session is over, or the follower was
   *     dropped. Not heard after the follower has closed what this returns.
   */
  public Following follow(
      SessionId id, long after, Consumer<EventLog.Entry<SessionEvent>> listener, Runnable over) {
    Follower follower = Follower.of(id, after, settings.queue(), listener, over);
    newcomers.add(follower);
    tail.wake();
    if (closed) {
      follower.end();
    }
    return follower;
  }

  /**
   * Tells of every session, restore and stream that changes, as it is then, on a thread of the
   * follower's own; changes of one that come together are told as one. What was written before this
   * returns is not told of, so whoever asks for all of them afterwards misses nothing.
   *
   * <p>Too slow a follower is dropped, as by {@link #follow}. This waits for the database.
   *
   * @param over heard once, when nothing more will come; not after the follower has closed
   */
  public Following followAll(Consumer<Change> listener, Runnable over) {
    Teller<Change> watcher = Teller.of("lull-follower-of-all", settings.queue(), listener, over);
    synchronized (this) {
      try {
        catchUp();
      } catch (RuntimeException silent) {
        watcher.close();
        throw silent;
      }
      // What was read for those who watched before is news to them alone.
      watchers.tell();
      watchers.add(watcher);
    }
    tail.wake();
    if (closed) {
      watcher.end();
    }
    return watcher;
  }

  /**
   * The session as soon as it is as expected or over, or as it is when the time has passed.
   *
   * <p>The stage fails with {@link NoSuchElementException} if nobody has used the session.
   */
  public CompletionStage<SessionView> await(
      SessionId id, Predicate<SessionView> expected, Duration atMost) {
    Progress now = progress(id);
    if (!now.isKnown()) {
      return CompletableFuture.failedStage(
          new NoSuchElementException("expected a session " + id + ", but nobody has used it"));
    }
    return new Waiting(this, expected).from(now, atMost);
  }

  /** Lets all followers go. */
  @Override
  public void close() {
    closed = true;
    tail.close();
    newcomers.forEach(Follower::end);
    synchronized (this) {
      followers.values().forEach(all -> all.forEach(Follower::end));
      watchers.end();
      events.close();
    }
  }

  private Progress progress(SessionId id) {
    synchronized (this) {
      catchUp();
      Progress open = going.get(id);
      if (open != null) {
        return open;
      }
    }
    return reread(id);
  }

  private Progress reread(SessionId id) {
    return Progress.none(id).after(events(id, 0));
  }

  private void catchUp() {
    Page page;
    do {
      page = events.after(seen, PAGE);
      for (Entry entry : page.entries()) {
        read(entry);
        // At once: what follows may have to ask the journal again, and get no answer.
        seen = entry.ordering();
      }
      seen = page.last();
    } while (!page.entries().isEmpty());
  }

  private void read(Entry entry) {
    SessionShell.sessionOf(SessionActor.TYPE, entry.persistenceId())
        .ifPresent(
            id -> {
              Progress now = read(id, Progress.logged(entry));
              watchers.note(entry, () -> new Change.OfSession(now.view()));
            });
    restores
        .read(entry, events)
        .ifPresent(now -> watchers.note(entry, () -> new Change.OfRestore(now.view())));
    streams
        .read(entry, events)
        .ifPresent(now -> watchers.note(entry, () -> new Change.OfStream(linked(now.view()))));
  }

  private Progress read(SessionId id, EventLog.Entry<SessionEvent> entry) {
    Progress before = before(id, entry.sequence());
    Progress after = before.after(entry);
    if (after.session().creation().isEmpty()) {
      before.session().creation().ifPresent(given -> sets.remove(given.set()));
    }
    CatalogueEntry.of(after.session(), after.times()).ifPresent(set -> sets.put(set.set(), set));
    if (after.session().isOver()) {
      going.remove(id);
      past.add(after.view());
    } else {
      going.put(id, after);
      past.remove(id);
    }
    followers.getOrDefault(id, List.of()).forEach(follower -> follower.give(entry));
    return after;
  }

  /** A session that was over may go on, when one of its copies is deleted later. */
  private Progress before(SessionId id, long sequence) {
    Progress open = going.get(id);
    if (open != null || sequence == 1) {
      return open == null ? Progress.none(id) : open;
    }
    int earlier = Math.toIntExact(sequence - 1);
    return Progress.none(id).after(Progress.logged(events, id, 0, earlier));
  }

  /** Serves the followers; says whether there are any. */
  private synchronized boolean look() {
    for (Iterator<Follower> all = newcomers.iterator(); all.hasNext(); ) {
      Follower follower = all.next();
      if (haveRead(follower)) {
        all.remove();
        // From now on he hears of what is read next; he has had all that was read before.
        followers.computeIfAbsent(follower.session(), _ -> new ArrayList<>()).add(follower);
      }
    }
    catchUp();
    for (Map.Entry<SessionId, List<Follower>> all : followers.entrySet()) {
      if (!going.containsKey(all.getKey())) {
        all.getValue().stream().filter(follower -> follower.last() > 0).forEach(Follower::end);
      }
      all.getValue().removeIf(follower -> !follower.isFollowing());
    }
    followers.values().removeIf(List::isEmpty);
    watchers.tell();
    return !followers.isEmpty() || !newcomers.isEmpty() || !watchers.isEmpty();
  }

  /** Whether a follower has all that was written before; as much as he has room for is given. */
  private boolean haveRead(Follower follower) {
    if (!follower.isFollowing()) {
      return true;
    }
    int room = follower.room();
    if (room == 0) {
      return false;
    }
    List<EventLog.Entry<SessionEvent>> earlier =
        Progress.logged(events, follower.session(), follower.last(), room);
    earlier.forEach(follower::give);
    return earlier.size() < room;
  }
}
