package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.writer.test.Diary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class UndecidedTest {
  @Test
  void a_mistake_of_ours_changes_nothing_and_whoever_asked_hears_of_it() {
    boolean[] broken = {true};
    HandClock clock = new HandClock();
    List<String> logged = new ArrayList<>();
    WriterHost host =
        new WriterHost(
            WriterFixture.LIFE,
            Limits.defaults(),
            () -> {
              if (broken[0]) {
                throw new IllegalStateException("no time");
              }
              return clock.get();
            },
            () -> WriterFixture.token(1),
            (name, work) -> () -> {},
            new HandKeeper(),
            logged::add);
    BehaviorTestKit<WriterCommand> actor =
        BehaviorTestKit.create(
            WriterActor.create(
                new WriterSetup(
                    WriterFixture.WRITER,
                    Stage.testWriter(Diary.inMemory()),
                    Optional.empty(),
                    List.of(),
                    host)));
    TestInbox<WriterReply> inbox = TestInbox.create();
    WriterInput question = new WriterInput.GatherStatus(WriterFixture.X);
    actor.run(new WriterCommand.Asked(question, inbox.getRef()));
    WriterReply.Refused refused = (WriterReply.Refused) inbox.receiveMessage();
    assertThat(refused.fault().failure()).isEqualTo(Failure.INTERNAL);
    assertThat(refused.fault().detail())
        .isEqualTo(
            "expected a decision on GatherStatus, but java.lang.IllegalStateException: no time");
    assertThat(logged).singleElement().asString().startsWith("h1/db: L-999 INTERNAL");

    broken[0] = false;
    actor.run(new WriterCommand.Asked(question, inbox.getRef()));
    assertThat(inbox.receiveMessage()).isInstanceOf(WriterReply.Status.class);
  }
}
