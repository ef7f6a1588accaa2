package io.lull.benchmarks;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.Window;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowMachine;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowWriter;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one acknowledgement costs a window; the promise is that it does not grow with writers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowBenchmark {
  private static final WindowMachine MACHINE = new WindowMachine();
  private static final Uptime NOW = new Uptime(1);

  @Param({"100", "1000", "10000"})
  public int writers;

  private Window freezing = Window.planned(plan(1));
  private WindowInput acknowledgement = new WindowInput.OpenWindow();

  /** Opens a window over so many writers, of which all are being frozen. */
  @Setup
  public void open() {
    WindowPlan plan = plan(writers);
    Window planned = Window.planned(plan);
    freezing =
        MACHINE.replay(
            planned, MACHINE.decide(planned, new WindowInput.OpenWindow(), NOW).events());
    WindowWriter writer = plan.writers().get(writers / 2);
    acknowledgement =
        new WindowInput.WriterFroze(
            new WriterReply.Frozen(
                writer.id(), plan.stamp(writer), new HoldToken("0".repeat(32)), writer.lease()));
  }

  /** Decides on one acknowledgement and applies what follows. */
  @Benchmark
  public Window acknowledgement() {
    return MACHINE.replay(freezing, MACHINE.decide(freezing, acknowledgement, NOW).events());
  }

  private static WindowPlan plan(int writers) {
    List<WindowWriter> all = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      all.add(
          new WindowWriter(
              Participants.writer(i),
              Incarnation.FIRST,
              new SlotEpoch(1),
              WriterLevel.BACK_END,
              Duration.ofSeconds(60)));
    }
    return new WindowPlan(
        new SessionId("s1"), new SetId("set1"), Epoch.FIRST, Limits.defaults(), all, List.of());
  }
}
