package io.lull.coordinator;

import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamSessionMachine;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.wire.api.StreamView;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A stream as its events tell it, as far as they have been read.
 *
 * @param version the number of the last event; 0 if there was none
 * @param began when the first event was written
 * @param changed when the last one was
 */
record StreamProgress(StreamSession stream, long version, Instant began, Instant changed)
    implements Recounted<StreamProgress, StreamView> {
  static final Comparator<StreamView> ORDER =
      History.latestFirst(StreamView::began, StreamView::session);

  private static final StreamSessionMachine MACHINE = new StreamSessionMachine();

  /** Of which nothing has been read yet. */
  static StreamProgress none(SessionId id) {
    return new StreamProgress(StreamSession.unused(id), 0, Instant.EPOCH, Instant.EPOCH);
  }

  @Override
  public StreamProgress after(Entry entry) {
    return new StreamProgress(
        MACHINE.apply(stream, (StreamSessionEvent) entry.event()),
        entry.sequence(),
        version == 0 ? entry.writtenAt() : began,
        entry.writtenAt());
  }

  @Override
  public boolean hasBegun() {
    return stream.asked().isPresent();
  }

  @Override
  public boolean isOver() {
    return stream.phase() == StreamSessionPhase.OVER;
  }

  @Override
  public StreamView view() {
    BackupAsked asked = stream.asked().orElseThrow();
    return new StreamView(
        stream.session(),
        version,
        stream.phase(),
        isOver(),
        asked.host(),
        asked.instance(),
        asked.kind(),
        began,
        changed,
        stream.account().files().size(),
        stream.account().lost(),
        stream.account().required(),
        stream.account().stopped(),
        stream.account().outcome(),
        stream.isBackup(),
        Optional.empty(),
        stream.fault());
  }
}
