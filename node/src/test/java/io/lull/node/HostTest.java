package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.node.metrics.Metrics;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderMachine;
import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.provider.Workers;
import io.lull.writer.WriterHost;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a host does before anybody has asked it for anything. */
class HostTest {
  private static final HostId ID = new HostId("h");
  private static final HoldToken TOKEN = new HoldToken("0123456789abcdef0123456789abcdef");

  private final ActorTestKit kit = ActorTestKit.create();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** An application that an earlier life of its host has left standing still. */
  private static class LeftFrozen implements Writer {
    final BlockingQueue<HoldToken> thawed = new LinkedBlockingQueue<>();

    @Override
    public Collection<FoundHold> leftBehind() throws Exception {
      return List.of(new FoundHold(new SetId("old"), TOKEN));
    }

    @Override
    public HoldEnd thaw(HoldToken token) {
      thawed.add(token);
      return HoldEnd.HELD;
    }

    @Override
    public WriterMetadata describe() {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public Hold freeze(HandlerContext context, Lease lease) {
      throw new UnsupportedOperationException("nobody asks");
    }
  }

  /** An application that cannot even say that much. */
  private static final class Unknown extends LeftFrozen {
    @Override
    public Collection<FoundHold> leftBehind() throws Exception {
      throw new IOException("its list is gone");
    }
  }

  /** An application that takes its time to run again. */
  private static final class Slow extends LeftFrozen {
    final CountDownLatch mayRun = new CountDownLatch(1);

    @Override
    public HoldEnd thaw(HoldToken token) {
      super.thaw(token);
      try {
        mayRun.await();
      } catch (InterruptedException toldToStop) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(toldToStop);
      }
      return HoldEnd.HELD;
    }
  }

  private Host start(Map<String, Writer> writers, List<String> log) throws InterruptedException {
    TreeMap<WriterId, Writer> applications = new TreeMap<>();
    writers.forEach((name, writer) -> applications.put(new WriterId(ID, name), writer));
    WriterHost real = WriterHost.of(new Incarnation(2), Limits.defaults());
    WriterHost shared =
        new WriterHost(
            real.incarnation(),
            real.limits(),
            real.clock(),
            real.tokens(),
            real.threads(),
            real.leases(),
            log::add);
    Host host =
        new Host(
            ID,
            new HostSettings(
                Path.of("unused"), Duration.ofSeconds(30), applications, new TreeMap<>()),
            Limits.defaults(),
            CreationGate.UNUSED,
            shared,
            Workers.virtualThreads(),
            (_, _) -> {},
            new ProviderMachine());
    kit.spawn(
        Behaviors.setup(
            context -> {
              host.start(context, _ -> {});
              return Behaviors.empty();
            }));
    return host;
  }

  @Test
  void whatIsFrozenIsMeasuredWithNoCoordinatorAnywhere() throws Exception {
    Slow application = new Slow();
    Metrics metrics = new Metrics("test");

    start(Map.of("db", application), Collections.synchronizedList(new ArrayList<>()))
        .measure(metrics);

    assertThat(application.thawed.poll(30, TimeUnit.SECONDS)).isEqualTo(TOKEN);
    assertThat(metrics.scrape()).contains("lull_frozen{host=\"h\",writer=\"db\"} 1.0\n");
    application.mayRun.countDown();
    TestProbe.create(kit.system())
        .awaitAssert(
            Duration.ofSeconds(30),
            () ->
                assertThat(metrics.scrape())
                    .contains("lull_frozen{host=\"h\",writer=\"db\"} 0.0\n"));
    metrics.close();
  }

  @Test
  void whatAnEarlierLifeLeftFrozenIsThawedAtTheStart() throws Exception {
    LeftFrozen application = new LeftFrozen();

    start(Map.of("db", application), Collections.synchronizedList(new ArrayList<>()));

    assertThat(application.thawed.poll(30, TimeUnit.SECONDS)).isEqualTo(TOKEN);
  }

  @Test
  void aWriterThatCannotSayWhatItLeftDoesNotKeepTheOthersFromStarting() throws Exception {
    LeftFrozen application = new LeftFrozen();
    List<String> log = Collections.synchronizedList(new ArrayList<>());

    start(new TreeMap<>(Map.of("a", new Unknown(), "b", application)), log);

    assertThat(application.thawed.poll(30, TimeUnit.SECONDS)).isEqualTo(TOKEN);
    assertThat(log).anySatisfy(line -> assertThat(line).contains("h/a", "its list is gone"));
  }
}
