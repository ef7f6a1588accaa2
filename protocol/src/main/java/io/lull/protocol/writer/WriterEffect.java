package io.lull.protocol.writer;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * What a writer's machine wants done on its host.
 *
 * <p>Every effect may come twice. A call has a number that is used once in a life of the host, so
 * that whoever carries the effect out does a call once and reports its end as often as he is asked.
 */
public sealed interface WriterEffect {
  /** Let the application describe itself; without an answer in time it could not. */
  record Describe(SessionId session, Duration limit) implements WriterEffect {}

  /**
   * Run a handler of the application; a timer outside of it says when its time is over.
   *
   * @param errorHandling whether the handler is to clean up after something that went wrong
   */
  record CallHandler(
      SetId set,
      long call,
      WriterStep step,
      Duration limit,
      WriterRequest request,
      boolean errorHandling)
      implements WriterEffect {}

  /** Make a running handler give up; its end is still reported, also if it never began. */
  record InterruptHandler(SetId set, long call) implements WriterEffect {}

  /** Have the hold ended at this moment, whatever has become of this machine by then. */
  record ArmLease(SetId set, long call, Uptime at) implements WriterEffect {}

  /** The hold is over and its lease with it. */
  record DisarmLease(SetId set, long call) implements WriterEffect {}

  /**
   * Have the owner end this hold and no other, and say how it stood.
   *
   * @param hold the number of the hold: that of the freeze call it comes from
   * @param call the number of this release; the report names it
   * @param token the hold's token, unless the freeze has not been heard to succeed
   * @param limit when the owner has not answered by then, the release has failed
   */
  record ReleaseHold(SetId set, long hold, long call, Optional<HoldToken> token, Duration limit)
      implements WriterEffect {}

  /** Ask the owner again after a pause; the first attempt failed, and nothing may stay frozen. */
  record RetryRelease(ReleaseHold release, Duration after) implements WriterEffect {}

  /** Write a log record; never asked for while this writer may hold anything. */
  record WriteLog(LogRecord log) implements WriterEffect {}

  /**
   * A log record.
   *
   * @param session absent for what an earlier life of the host left behind
   */
  record LogRecord(Optional<SessionId> session, SetId set, Fault fault) {}
}
