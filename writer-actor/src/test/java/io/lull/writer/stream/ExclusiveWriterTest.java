package io.lull.writer.stream;

import static io.lull.protocol.failure.Failure.BACKUP_IN_PROGRESS;
import static io.lull.writer.stream.StreamStage.MAIL;
import static io.lull.writer.stream.StreamStage.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.source.test.SourceCall;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.WriterException;
import io.lull.writer.test.Deed;
import io.lull.writer.test.TestWriter;
import io.lull.writer.test.TestWriterFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots and streams of one application keep out of each other's way. */
class ExclusiveWriterTest {
  private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());

  @TempDir Path directory;
  private StreamStage one;
  private TestWriter application;
  private ExclusiveWriter writer;

  @BeforeEach
  void start() {
    one = new StreamStage(KIT, directory, MAIL);
    application =
        (TestWriter)
            new TestWriterFactory().create(new WriterId(new HostId("h"), "mail"), Map.of());
    writer = new ExclusiveWriter(application, one.instances().mark(MAIL));
  }

  @AfterEach
  void end() {
    one.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static HandlerContext of(String set) {
    return new HandlerContext(
        new SessionId("s-" + set), new SetId(set), false, Duration.ofSeconds(30));
  }

  private HandlerResult prepare(String set) throws Exception {
    return writer.prepareForSnapshot(of(set), Set.of(), Copies.NONE);
  }

  private void taken() {
    assertThat(one.phase()).isEqualTo(StreamPhase.SNAPSHOT);
    assertThat(failure(one.client("refused").begin(StreamKind.FULL))).contains(BACKUP_IN_PROGRESS);
    assertThat(one.mail().diary().calls(SourceCall.BEGIN)).isEmpty();
  }

  private void free() {
    assertThat(one.phase()).isEqualTo(StreamPhase.NOT_STARTED);
    one.client("s1").begun(StreamKind.FULL);
  }

  @Test
  void no_stream_begins_from_the_preparation_to_the_end_of_the_copies() throws Exception {
    assertThat(prepare("x")).isInstanceOf(HandlerResult.Done.class);
    taken();

    writer.postSnapshot(of("x"), Copies.NONE);

    free();
  }

  @Test
  void no_snapshot_is_prepared_while_a_stream_is_open() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL);

    assertThatThrownBy(() -> prepare("x"))
        .isInstanceOfSatisfying(
            WriterException.class,
            refused -> {
              assertThat(refused.fault().failure()).isEqualTo(BACKUP_IN_PROGRESS);
              assertThat(refused.fault().detail()).contains("instance mail");
            });
    assertThat(application.diary().calls(WriterStep.PREPARE_FOR_SNAPSHOT)).isZero();

    client.end(EndMode.ABORT);
    assertThat(prepare("x")).isInstanceOf(HandlerResult.Done.class);
  }

  @Test
  void an_abort_gives_back() throws Exception {
    prepare("x");

    writer.abort(of("x"), Failure.ABORTED_BY_REQUESTER);

    free();
  }

  @Test
  void the_end_of_the_session_gives_back() throws Exception {
    prepare("x");

    writer.backupShutdown(of("x"));

    free();
  }

  @Test
  void an_end_that_fails_gives_back_all_the_same() throws Exception {
    prepare("x");
    application.script().then(WriterStep.POST_SNAPSHOT, Deed.of(Deed.Kind.THROW));

    assertThatThrownBy(() -> writer.postSnapshot(of("x"), Copies.NONE))
        .isInstanceOf(IllegalStateException.class);

    free();
  }

  @Test
  void a_preparation_that_fails_gives_back_because_no_abort_follows_it() throws Exception {
    application.script().then(WriterStep.PREPARE_FOR_SNAPSHOT, Deed.of(Deed.Kind.NON_RETRYABLE));

    assertThat(prepare("x")).isInstanceOf(HandlerResult.Failed.class);

    free();
  }

  @Test
  void a_preparation_that_throws_gives_back() {
    application.script().then(WriterStep.PREPARE_FOR_SNAPSHOT, Deed.of(Deed.Kind.THROW));

    assertThatThrownBy(() -> prepare("x")).isInstanceOf(IllegalStateException.class);

    free();
  }

  @Test
  void the_next_set_takes_over_what_an_older_one_never_gave_back() throws Exception {
    prepare("old");

    assertThat(prepare("new")).isInstanceOf(HandlerResult.Done.class);
    // The older one says it late, and that is no word about the newer one.
    writer.abort(of("old"), Failure.REQUESTER_LOST);

    taken();
    writer.postSnapshot(of("new"), Copies.NONE);
    free();
  }

  @Test
  void a_set_that_is_prepared_again_keeps_what_it_has() throws Exception {
    prepare("x");

    assertThat(prepare("x")).isInstanceOf(HandlerResult.Done.class);

    taken();
  }

  @Test
  void what_nobody_gives_back_is_taken_back_after_the_prepared_lease() throws Exception {
    prepare("x");
    one.settled();
    one.pass(StreamStage.LIMITS.preparedLease().minusMillis(1));
    taken();

    one.pass(Duration.ofMillis(1));

    free();
  }

  @Test
  void a_set_that_gave_back_in_time_leaves_no_clock_to_end_the_next() throws Exception {
    prepare("x");
    writer.postSnapshot(of("x"), Copies.NONE);
    one.settled();
    one.pass(StreamStage.LIMITS.preparedLease().dividedBy(2));
    prepare("y");
    one.settled();

    one.pass(StreamStage.LIMITS.preparedLease().dividedBy(2));

    taken();
  }

  @Test
  void a_preparation_that_was_not_waited_for_leaves_nothing_taken() throws Exception {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> prepare("x")).isInstanceOf(InterruptedException.class);

    free();
  }
}
