package io.lull.writer.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.writer.spi.WriterException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The one mark that a backup of an instance is in progress, in the hand of its snapshots; what they
 * do not give back in time its actor takes from them.
 */
public final class SnapshotMark {
  private final InstanceId instance;
  private final ActorRef<StreamCommand> actor;
  private final AtomicLong requests = new AtomicLong();

  public SnapshotMark(InstanceId instance, ActorRef<StreamCommand> actor) {
    this.instance = instance;
    this.actor = actor;
  }

  /**
   * Waits until the set has the instance.
   *
   * @throws WriterException if a stream has it, or nobody answers within the limit
   */
  void take(SetId set, Duration limit) throws WriterException, InterruptedException {
    BlockingQueue<StreamReply> answer = new ArrayBlockingQueue<>(1);
    actor.tell(
        new StreamCommand.Asked(
            new StreamInput.TakeForSnapshot(request(), instance, set),
            said -> answer.add(said.reply())));
    StreamReply reply = answer.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (reply instanceof StreamReply.StreamRefused refused) {
      throw new WriterException(
          Fault.of(
              refused.fault().failure(), "instance " + instance + ": " + refused.fault().detail()));
    }
    if (reply == null) {
      throw new WriterException(
          Fault.expected(
              Failure.WRITER_TIMEOUT,
              "an answer whether a stream of instance " + instance + " is open",
              "none came"));
    }
  }

  /** Gives the instance back, if this set has it. */
  void giveBack(SetId set) {
    actor.tell(
        new StreamCommand.Told(
            new StreamInput.GiveBack(request(), instance, set, Optional.empty())));
  }

  private RequestId request() {
    return new RequestId("snapshot-" + requests.incrementAndGet());
  }
}
