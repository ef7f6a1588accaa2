package io.lull.writer.stream;

import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.writer.stream.StreamStage.MAIL;
import static io.lull.writer.stream.StreamStage.SETTINGS;
import static io.lull.writer.stream.StreamStage.USERS;
import static io.lull.writer.stream.StreamStage.failure;
import static io.lull.writer.stream.StreamStage.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.settings.StreamSettings;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.StreamSaid;
import io.lull.writer.source.test.SourceCall;
import io.lull.writer.test.Deed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;

/** Sessions that fall silent, and those that come too late or in vain. */
class StreamLeaseTest extends Staged {
  @Test
  void a_session_that_asks_and_reads_nothing_for_its_lease_loses_its_stream() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    one.pass(StreamStage.LIMITS.requesterLease());

    one.mail().diary().await(d -> !d.isInBackup() && d.filesOpen() == 0);
    assertThat(failure(client.attachInfo())).contains(NO_BACKUP);
    assertThat(one.mail().diary().calls(SourceCall.DELETE)).isEmpty();
  }

  @Test
  void a_session_lives_by_what_it_asks_and_by_what_is_read_for_it() {
    Client client = one.client("s1").begun(StreamKind.FULL);
    Duration nearly = StreamStage.LIMITS.requesterLease().minusMillis(1);
    one.pass(nearly);
    client.opened(file(USERS));
    one.pass(nearly);
    assertThat(client.read()).isInstanceOf(StreamReply.Read.class);
    one.pass(nearly);

    assertThat(client.read()).isInstanceOf(StreamReply.Read.class);
  }

  @Test
  void whoever_else_asks_is_no_sign_of_life_of_the_session() throws Exception {
    one.client("s1").begun(StreamKind.FULL);
    one.pass(StreamStage.LIMITS.requesterLease().minusMillis(1));
    one.client("s2").attachInfo();

    one.pass(Duration.ofMillis(1));

    one.mail().diary().await(d -> !d.isInBackup());
  }

  @Test
  void a_session_that_waits_for_an_answer_is_not_silent() throws Exception {
    StreamSettings slow =
        new StreamSettings(
            SETTINGS.door(),
            SETTINGS.begin(),
            SETTINGS.open(),
            SETTINGS.read(),
            StreamStage.LIMITS.requesterLease().multipliedBy(2),
            SETTINGS.close(),
            SETTINGS.delete(),
            SETTINGS.reportEvery());
    one.close();
    one = new StreamStage(kit, directory, slow, MAIL);
    Client client = one.client("s1").begun(StreamKind.FULL);
    StreamStage.Hang hang = one.hangs(SourceCall.ROLL, Deed.Kind.HANG);
    BlockingQueue<StreamSaid> rolled = one.tell(client.askingForLogs());
    hang.await();

    one.pass(StreamStage.LIMITS.requesterLease());
    one.mail().letGo();

    assertThat(StreamStage.heard(rolled).reply()).isInstanceOf(StreamReply.LogInfo.class);
  }

  @Test
  void a_host_without_a_door_says_what_to_set_and_touches_nothing() {
    one.close();
    one =
        new StreamStage(
            kit,
            directory,
            new StreamSettings(
                Optional.empty(),
                SETTINGS.begin(),
                SETTINGS.open(),
                SETTINGS.read(),
                SETTINGS.roll(),
                SETTINGS.close(),
                SETTINGS.delete(),
                SETTINGS.reportEvery()),
            MAIL);

    assertThat(one.client("s1").begin(StreamKind.FULL))
        .isInstanceOfSatisfying(
            StreamReply.StreamRefused.class,
            refused ->
                assertThat(refused.fault().detail())
                    .contains("set lull.streams.address, or lull.api.listen"));

    assertThat(one.mail().diary().entries()).isEmpty();
  }

  @Test
  void a_Begin_for_another_life_of_the_host_touches_nothing() {
    Client late = one.client("s1");
    one.restart();

    assertThat(failure(late.begin(StreamKind.FULL))).contains(Failure.STALE_INCARNATION);

    assertThat(one.mail().diary().entries()).isEmpty();
  }

  @Test
  void a_late_Begin_of_a_session_that_has_ended_touches_nothing() {
    Client client = one.client("s1");
    StreamInput.BeginStream begin = client.beginning(StreamKind.FULL);
    one.ask(begin);
    client.end(EndMode.ABORT);

    assertThat(failure(one.ask(begin))).contains(Failure.INVALID_BACKUP_SEQUENCE);

    assertThat(one.mail().diary().calls(SourceCall.BEGIN)).hasSize(1);
  }
}
