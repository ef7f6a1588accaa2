package io.lull.protocol.stream;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;

/**
 * An open stream.
 *
 * @param begun how it began: which request it answers, of which kind it is, and from which
 *     checkpoint its logs count, for what was copied first needs them from there on
 * @param stamp the session that owns it, at its newest epoch
 * @param stopped whether its instance stopped it, by either kind of stop
 */
public record Stream(
    StreamEvent.StreamBegun begun, Stamp stamp, boolean stopped, Work work, Progress progress)
    implements Use {
  static Stream opened(StreamEvent.StreamBegun begun) {
    return new Stream(begun, begun.stamp(), false, Work.NONE, Progress.NONE);
  }

  @Override
  public StreamPhase phase() {
    if (stopped) {
      return StreamPhase.STOPPED;
    }
    if (progress.logs().isPresent()) {
      return StreamPhase.LOGS;
    }
    return kind() == StreamKind.INCREMENTAL ? StreamPhase.AWAITING_LOGS : StreamPhase.DATABASES;
  }

  @Override
  public String user() {
    return (stopped ? "the stopped stream of session " : "the stream of session ")
        + stamp.session();
  }

  public StreamKind kind() {
    return begun.kind();
  }

  boolean belongsTo(SessionId session) {
    return stamp.session().equals(session);
  }

  Stream at(Epoch epoch) {
    Stamp newer = new Stamp(stamp.session(), stamp.set(), epoch, stamp.incarnation(), stamp.slot());
    return new Stream(begun, newer, stopped, work, progress);
  }

  Stream stop() {
    return new Stream(begun, stamp, true, work, progress);
  }

  Stream with(Work changed) {
    return new Stream(begun, stamp, stopped, changed, progress);
  }

  Stream with(Progress changed) {
    return new Stream(begun, stamp, stopped, work, changed);
  }
}
