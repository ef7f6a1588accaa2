package io.lull.benchmarks;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one decision of a session costs; the promise is two microseconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {
  private final Participants ten = Participants.preparing(10);
  private final SessionInput answer =
      new SessionInput.WriterSaid(
          new WriterReply.Handled(
              Participants.writer(3),
              ten.asked(3).stamp(),
              WriterStep.PREPARE_FOR_BACKUP,
              new HandlerResult.Done()));
  private final SessionInput query =
      new SessionInput.QueryStatus(new RequestId("q1"), new RequestId("r4"));
  private final SessionInput tooEarly = new SessionInput.DoSnapshotSet(new RequestId("q2"));

  /** One answer of ten that a round waits for. */
  @Benchmark
  public Object answerOfAWriter() {
    return Participants.MACHINE.decide(ten.session(), answer, Participants.NOW);
  }

  /** A question of the requester. */
  @Benchmark
  public Object question() {
    return Participants.MACHINE.decide(ten.session(), query, Participants.NOW);
  }

  /** A verb that is refused. */
  @Benchmark
  public Object refusedVerb() {
    return Participants.MACHINE.decide(ten.session(), tooEarly, Participants.NOW);
  }
}
