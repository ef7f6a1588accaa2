package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.limit.Limits;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterReply;
import io.lull.writer.test.Diary;
import io.lull.writer.test.Stand;
import io.lull.writer.test.TestWriter;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host as it is outside of tests: its own clock, threads, keeper and tokens. */
@Timeout(120)
class WriterHostTest {
  /** A node says how many of its writers are held as soon as it is there. */
  @Test
  void a_host_that_has_rehearsed_holds_nobody() throws Exception {
    assertThat(WriterHost.of(WriterFixture.LIFE, Limits.defaults()).leases().armed()).isZero();
  }

  @Test
  void a_host_that_has_rehearsed_takes_a_backup() throws Exception {
    WriterHost host = WriterHost.of(WriterFixture.LIFE, Limits.defaults());
    TestWriter writer = Stage.testWriter(Diary.inMemory());
    ActorTestKit kit = ActorTestKit.create();
    try {
      TestProbe<WriterReply> asker = kit.createTestProbe();
      ActorRef<WriterCommand> actor =
          kit.spawn(
              WriterActor.create(
                  new WriterSetup(
                      WriterFixture.WRITER, writer, Optional.empty(), List.of(), host)));
      Backups.take(
          input -> {
            actor.tell(new WriterCommand.Asked(input, asker.getRef()));
            return asker.receiveMessage();
          },
          WriterFixture.X);
    } finally {
      kit.shutdownTestKit();
    }
    assertThat(writer.diary().stands()).hasSize(1).noneMatch(Stand::stands);
  }
}
