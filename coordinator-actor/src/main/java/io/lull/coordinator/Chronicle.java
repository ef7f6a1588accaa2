package io.lull.coordinator;

import io.lull.cluster.config.journal.Journal;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.window.WindowReport;
import io.lull.wire.EventLog;
import io.lull.wire.api.SessionView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * All sessions and sets that there are and were, read from the journal when somebody asks.
 *
 * <p>Whoever asks waits until everything is read that was written before, so nobody is told less
 * than he has been told already. It waits for the database, so it is not for actor threads; only
 * {@link #follow} and {@link #await} return at once.
 */
public final class Chronicle implements AutoCloseable {
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

  private Chronicle() {}

  /** The chronicle of a node that has the journal, which every coordinator has; one is enough. */
  public static Chronicle of(ActorSystem<?> system) {
    return of(system, Settings.DEFAULT);
  }

  /** As {@link #of(ActorSystem)}, with other settings. */
  public static Chronicle of(ActorSystem<?> system, Settings settings) {
    Journal.get(system);
    return new Chronicle();
  }

  /**
   * Sessions, the one that began last first.
   *
   * @param openOnly without those that are over
   * @throws io.lull.cluster.config.journal.JournalException if the journal does not answer, as all
   *     that reads
   */
  public List<SessionView> sessions(int limit, boolean openOnly) {
    throw new UnsupportedOperationException();
  }

  /** One session, if anybody has used it; also one that was over long ago. */
  public Optional<SessionView> session(SessionId id) {
    throw new UnsupportedOperationException();
  }

  /** All sets, the one that changed last first. */
  public List<CatalogueEntry> sets() {
    throw new UnsupportedOperationException();
  }

  /** One set, if there is or was one of this id. */
  public Optional<CatalogueEntry> set(SetId id) {
    throw new UnsupportedOperationException();
  }

  /** The certificate of a set, if one was ever issued. */
  public Optional<Certificate> certificate(SetId id) {
    throw new UnsupportedOperationException();
  }

  /** The events of a session after the one of this number; 0 is before the first. */
  public List<EventLog.Entry<SessionEvent>> events(SessionId id, long after) {
    throw new UnsupportedOperationException();
  }

  /** What the last freeze window of a session reported, if one has closed. */
  public Optional<WindowReport> lastWindow(SessionId id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells of the events of a session after the one of this number, each once and in their order, as
   * they come; on a thread of the follower's own, which may block.
   *
   * <p>A follower for whom too many events wait is dropped, and never holds up anybody else; he may
   * follow again after the last event that he has heard of.
   *
   * @param over heard once, when nothing more will come: the session is over, or the follower was
   *     dropped. Not heard after the follower has closed what this returns.
   */
  public AutoCloseable follow(
      SessionId id, long after, Consumer<EventLog.Entry<SessionEvent>> listener, Runnable over) {
    throw new UnsupportedOperationException();
  }

  /**
   * The session as soon as it is as expected or over, or as it is when the time has passed.
   *
   * <p>The stage fails with {@link java.util.NoSuchElementException} if nobody has used the
   * session, and as {@link #session} does if the journal does not answer.
   */
  public CompletionStage<SessionView> await(
      SessionId id, Predicate<SessionView> expected, Duration atMost) {
    throw new UnsupportedOperationException();
  }

  /** Lets all followers go. */
  @Override
  public void close() {}
}
