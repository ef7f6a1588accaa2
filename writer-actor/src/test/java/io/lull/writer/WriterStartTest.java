package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a writer does at the start of its host, before anybody has asked it for anything. */
class WriterStartTest {
  private final List<String> log = new ArrayList<>();
  private final WriterNews news = new WriterNews();

  /** An application that does this when it is started. */
  private record Starting(Work work) implements Writer {
    interface Work {
      void run() throws Exception;
    }

    @Override
    public void start() throws Exception {
      work.run();
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

  private void start(HandlerThreads threads, Starting.Work work) {
    WriterHost host =
        new WriterHost(
            WriterFixture.LIFE,
            Limits.defaults(),
            () -> Uptime.ZERO,
            () -> WriterFixture.token(1),
            threads,
            (_, _) -> () -> {},
            log::add);
    WriterStart.begin(WriterFixture.WRITER, new Starting(work), host, news);
  }

  private void startHere(Starting.Work work) {
    start(
        (_, run) -> {
          run.run();
          return () -> {};
        },
        work);
  }

  private Optional<Fault> fault() {
    return news.view(WriterFixture.WRITER, WriterFixture.LIFE, Uptime.ZERO, Instant.EPOCH)
        .lastFault();
  }

  @Test
  void a_writer_that_starts_has_nothing_to_say() {
    List<String> started = new ArrayList<>();

    startHere(() -> started.add("once"));

    assertThat(started).containsExactly("once");
    assertThat(fault()).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void what_it_cannot_start_is_told_in_its_own_words() {
    Fault known = Fault.of(Failure.WRITER_INFRASTRUCTURE, "the test says so");

    startHere(
        () -> {
          throw new WriterException(known);
        });

    assertThat(fault()).contains(known);
    assertThat(log).singleElement().asString().contains("h1/db", "the test says so");
  }

  @Test
  void whatever_else_it_throws_is_told_too() {
    startHere(
        () -> {
          throw new StackOverflowError("deep");
        });
    assertThat(fault().orElseThrow().detail()).contains("StackOverflowError (deep)");

    start(
        (_, _) -> {
          throw new OutOfMemoryError("no thread");
        },
        () -> {});
    assertThat(fault().orElseThrow().detail()).contains("OutOfMemoryError (no thread)");
    assertThat(log).hasSize(2);
  }
}
