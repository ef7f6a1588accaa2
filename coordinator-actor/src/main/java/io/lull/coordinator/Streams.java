package io.lull.coordinator;

import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.journal.OrderedEvents;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.cluster.config.journal.OrderedEvents.Page;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamSessionMachine;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.wire.api.StreamView;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * All streams that there are and were, and which backup builds on which, read from the journal when
 * somebody asks.
 *
 * <p>It waits for the database, so it is not for actor threads.
 */
public final class Streams implements AutoCloseable {
  private static final StreamSessionMachine MACHINE = new StreamSessionMachine();
  private static final int PAGE = 1000;
  private static final String PREFIX =
      StreamSessionActor.persistenceId(new SessionId("s")).id().replaceFirst("s$", "");

  private final OrderedEvents events;
  private final Map<SessionId, Course> all = new HashMap<>();
  private long seen;

  /** One stream by its events up to one of them. */
  private record Course(StreamSession stream, long version, Instant began, Instant changed) {
    Course after(Entry entry) {
      return new Course(
          MACHINE.apply(stream, (StreamSessionEvent) entry.event()),
          entry.sequence(),
          began,
          entry.writtenAt());
    }

    BackupAsked asked() {
      return stream.asked().orElseThrow();
    }

    /** Whether this backup can be what the other one continues. */
    boolean precedes(Course other) {
      return stream.isBackup()
          && asked().kind() != StreamKind.COPY
          && began.isBefore(other.began)
          && asked().host().equals(other.asked().host())
          && asked().instance().equals(other.asked().instance())
          && high() + 1 >= other.first();
    }

    private long high() {
      return logs().map(logs -> logs.generations().last()).orElse(0L);
    }

    private long first() {
      return logs().map(logs -> logs.generations().first()).orElse(Long.MAX_VALUE);
    }

    private Optional<Logs> logs() {
      return stream.account().required().filter(logs -> !logs.isEmpty());
    }
  }

  private Streams(OrderedEvents events) {
    this.events = events;
  }

  /** The streams of a node that has the journal, which every coordinator has. */
  public static Streams of(ActorSystem<?> system) {
    return new Streams(Journal.get(system).events());
  }

  /**
   * Streams, the one that began last first.
   *
   * @param openOnly without those that are over
   */
  public synchronized List<StreamView> streams(int limit, boolean openOnly) {
    catchUp();
    return all.values().stream()
        .filter(course -> !openOnly || course.stream().phase() != StreamSessionPhase.OVER)
        .sorted(
            Comparator.comparing(Course::began)
                .reversed()
                .thenComparing(course -> course.stream().session()))
        .limit(limit)
        .map(this::view)
        .toList();
  }

  /** One stream, if anybody has begun it. */
  public synchronized Optional<StreamView> stream(SessionId id) {
    catchUp();
    return Optional.ofNullable(all.get(id)).map(this::view);
  }

  @Override
  public synchronized void close() {
    events.close();
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
    if (entry.persistenceId().startsWith(PREFIX)) {
      SessionId id = new SessionId(entry.persistenceId().substring(PREFIX.length()));
      Course before =
          all.getOrDefault(
              id, new Course(StreamSession.unused(id), 0, entry.writtenAt(), entry.writtenAt()));
      all.put(id, before.after(entry));
    }
  }

  private StreamView view(Course course) {
    StreamSession stream = course.stream();
    return new StreamView(
        stream.session(),
        course.version(),
        stream.phase(),
        stream.phase() == StreamSessionPhase.OVER,
        course.asked().host(),
        course.asked().instance(),
        course.asked().kind(),
        course.began(),
        course.changed(),
        stream.account().files().size(),
        stream.account().lost(),
        stream.account().required(),
        stream.account().stopped(),
        stream.account().outcome(),
        stream.isBackup(),
        buildsOn(course),
        stream.fault());
  }

  private Optional<SessionId> buildsOn(Course course) {
    return course.asked().kind() == StreamKind.INCREMENTAL
        ? all.values().stream()
            .filter(other -> other.precedes(course))
            .max(Comparator.comparing(Course::began))
            .map(other -> other.stream().session())
        : Optional.empty();
  }
}
