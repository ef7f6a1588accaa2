package io.lull.writer;

import static io.lull.writer.Stage.LEASE;
import static io.lull.writer.Stage.WRITER;
import static io.lull.writer.Stage.X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.test.Deed;
import io.lull.writer.test.Diary.What;
import io.lull.writer.test.Stand;
import io.lull.writer.test.TestWriterFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WriterActorTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final SessionId SOMEBODY = new SessionId("somebody");

  private final Stage stage = new Stage(KIT);

  @AfterEach
  void close() {
    stage.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private WriterInput.Identify identify(SessionId session) {
    return new WriterInput.Identify(session, WriterFixture.LIFE);
  }

  private WriterReply.Status status() {
    stage.tell(new WriterInput.GatherStatus(X));
    return stage.heard(WriterReply.Status.class);
  }

  @Test
  void a_whole_backup_is_answered_step_by_step() throws Exception {
    assertThat(stage.ask(identify(X.session())))
        .isEqualTo(
            new WriterReply.Identified(
                WRITER, X.session(), WriterFixture.LIFE, stage.writer.describe()));
    HoldToken token = stage.frozen(X);
    assertThat(stage.writer.diary().isFrozen()).isTrue();
    assertThat(status().state()).isEqualTo(WriterState.WAITING_FOR_THAW);

    WriterReply.Thawed thawed = (WriterReply.Thawed) stage.ask(stage.thaw(X, token));
    assertThat(thawed.attestation().end()).isEqualTo(HoldEnd.HELD);
    for (WriterInput step :
        List.of(
            new WriterInput.PostSnapshot(X),
            new WriterInput.BackupComplete(X, Set.of(WriterFixture.component())),
            new WriterInput.BackupShutdown(X))) {
      stage.tell(step);
      assertThat(stage.result()).isEqualTo(new HandlerResult.Done());
    }
    assertThat(stage.writer.diary().stands())
        .singleElement()
        .satisfies(stand -> assertThat(stand.token()).isEqualTo(token))
        .satisfies(stand -> assertThat(stand.how()).contains(Stand.End.ENDED));
    assertThat(stage.leases.armed()).isZero();
  }

  @Test
  void the_lease_is_armed_before_the_freeze_handler_is_called() {
    stage.prepare(X);
    stage.order.clear();
    stage.freeze(X);
    stage.heard(WriterReply.Frozen.class);

    assertThat(stage.order).hasSize(2).first().isEqualTo("arm");
    assertThat(stage.order).last().asString().startsWith("begin h1/db-FREEZE");
  }

  @Test
  void a_step_that_is_asked_for_twice_is_handled_once_and_answered_to_whoever_asked_last()
      throws Exception {
    TestProbe<WriterReply> later = KIT.createTestProbe();
    stage.freezing(X, Deed.Kind.HANG);
    stage.actor.tell(new WriterCommand.Asked(new WriterInput.Freeze(X, LEASE), later.getRef()));
    // Its answer shows that the second question was taken up.
    status();
    stage.writer.letGo();

    WriterReply.Frozen frozen = later.expectMessageClass(WriterReply.Frozen.class);
    stage.freeze(X);
    assertThat(stage.heard()).isEqualTo(frozen);
    assertThat(stage.writer.diary().calls(WriterStep.FREEZE)).isOne();
  }

  @Test
  void a_step_that_is_over_is_answered_again() {
    stage.frozen(X);
    stage.tell(stage.abort(X));
    assertThat(stage.result()).isEqualTo(new HandlerResult.Done());
    stage.tell(stage.abort(X));
    assertThat(stage.result()).isEqualTo(new HandlerResult.Done());
    assertThat(stage.writer.diary().calls(WriterStep.ABORT)).isOne();
  }

  @Test
  void an_older_epoch_is_refused_and_touches_nothing() {
    HoldToken token = stage.frozen(WriterFixture.later(X));
    WriterReply.Refused refused = (WriterReply.Refused) stage.ask(stage.thaw(X, token));

    assertThat(refused.fault().failure()).isEqualTo(Failure.STALE_EPOCH);
    assertThat(stage.writer.diary().isFrozen()).isTrue();
  }

  @Test
  void the_asker_of_an_older_epoch_does_not_get_the_answer_of_the_newer() throws Exception {
    stage.freezing(WriterFixture.later(X), Deed.Kind.HANG);
    TestProbe<WriterReply> stale = KIT.createTestProbe();
    stage.actor.tell(new WriterCommand.Asked(new WriterInput.Freeze(X, LEASE), stale.getRef()));
    assertThat(stale.expectMessageClass(WriterReply.Refused.class).fault().failure())
        .isEqualTo(Failure.STALE_EPOCH);
    stage.writer.letGo();
    stage.heard(WriterReply.Frozen.class);
  }

  @Test
  void another_life_of_the_host_is_refused() {
    WriterInput.Freeze earlier =
        new WriterInput.Freeze(
            new Stamp(X.session(), X.set(), X.epoch(), WriterFixture.LIFE.next(), X.slot()), LEASE);
    assertThat(((WriterReply.Refused) stage.ask(earlier)).fault().failure())
        .isEqualTo(Failure.STALE_INCARNATION);
  }

  @Test
  void a_foreign_token_ends_nothing() {
    stage.frozen(X);
    WriterReply.Thawed thawed =
        (WriterReply.Thawed) stage.ask(stage.thaw(X, WriterFixture.token(99)));

    assertThat(thawed.attestation().end()).isEqualTo(HoldEnd.NOT_HELD);
    assertThat(stage.writer.diary().isFrozen()).isTrue();
  }

  @Test
  void all_who_ask_who_it_is_meanwhile_are_answered_by_one_question() throws Exception {
    stage.writer.script().then(WriterStep.IDENTIFY, Deed.of(Deed.Kind.HANG));
    List<SessionId> sessions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sessions.add(new SessionId("s" + i));
      stage.tell(identify(sessions.getLast()));
    }
    stage.writer.diary().await(d -> d.count(What.WAITS, WriterStep.IDENTIFY) == 1);
    status();
    stage.writer.letGo();

    assertThat(sessions)
        .allSatisfy(
            session ->
                assertThat(stage.heard(WriterReply.Identified.class).session()).isEqualTo(session));
    assertThat(stage.writer.diary().calls(WriterStep.IDENTIFY)).isOne();
  }

  @Test
  void an_application_that_does_not_say_who_it_is_is_asked_anew_after_the_limit() throws Exception {
    stage.writer.script().then(WriterStep.IDENTIFY, Deed.of(Deed.Kind.HANG_DEAF));
    stage.tell(identify(SOMEBODY));
    stage.writer.diary().await(d -> d.count(What.WAITS, WriterStep.IDENTIFY) == 1);
    status();
    stage.pass(Stage.LIMITS.identify());
    assertThat(stage.heard(WriterReply.Unidentified.class).fault().failure())
        .isEqualTo(Failure.WRITER_NOT_RESPONDING);

    assertThat(stage.ask(identify(SOMEBODY))).isInstanceOf(WriterReply.Identified.class);
    // What the first one still says is heard by nobody.
    stage.writer.letGo();
    stage.writer.diary().await(d -> d.count(What.RETURNED, WriterStep.IDENTIFY) == 2);
    assertThat(status().last()).isEqualTo(WriterStep.IDENTIFY);
  }

  @Test
  void an_application_that_describes_another_is_not_believed() {
    Writer foreign = new TestWriterFactory().create(new WriterId(WRITER.host(), "other"), Map.of());
    try (Stage lying = new Stage(KIT, List.of(), writer -> foreign)) {
      lying.tell(identify(SOMEBODY));
      WriterReply.Unidentified reply = lying.heard(WriterReply.Unidentified.class);
      assertThat(reply.fault().failure()).isEqualTo(Failure.UNEXPECTED_WRITER_ERROR);
      assertThat(reply.fault().detail()).contains("it described h1/other");
    }
  }

  /** Still frozen when the host comes back, and hard to thaw. */
  private static final class Predecessor implements Writer {
    private final List<HoldToken> thawed = new CopyOnWriteArrayList<>();

    @Override
    public WriterMetadata describe() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public Hold freeze(HandlerContext context, Lease lease) {
      return () -> HoldEnd.HELD;
    }

    @Override
    public HoldEnd thaw(HoldToken token) {
      thawed.add(token);
      if (thawed.size() == 1) {
        throw new IllegalStateException("not yet");
      }
      return HoldEnd.HELD;
    }
  }

  @Test
  void what_an_earlier_life_left_frozen_is_let_go() throws Exception {
    Predecessor application = new Predecessor();
    FoundHold left = new FoundHold(new SetId("old"), WriterFixture.token(77));
    try (Stage restarted = new Stage(KIT, List.of(left), writer -> application)) {
      restarted.prepare(X);
      restarted.freeze(X);
      WriterReply first = restarted.heard();
      while (first instanceof WriterReply.Refused refused) {
        assertThat(refused.fault().failure()).isEqualTo(Failure.HOLD_REFUSED);
        restarted.pass(Duration.ofSeconds(1));
        restarted.freeze(X);
        first = restarted.heard();
      }
      assertThat(application.thawed).hasSizeGreaterThan(1).containsOnly(left.token());
      assertThat(restarted.logged).singleElement().asString().contains("HOST_RESTARTED");
      restarted.tell(restarted.abort(X));
      restarted.result();
    }
  }

  @Test
  void nothing_is_logged_while_it_stands_still() throws Exception {
    stage.writer.script().then(WriterStep.THAW, Deed.of(Deed.Kind.RETRYABLE));
    HoldToken token = stage.frozen(X);
    stage.tell(stage.thaw(X, token));
    assertThat(stage.result()).isInstanceOf(HandlerResult.Failed.class);
    stage.tell(stage.abort(X));
    stage.pass(Stage.LIMITS.thaw());
    stage.result();

    assertThat(stage.writer.diary().isFrozen()).isFalse();
    assertThat(stage.logged)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("frozen: false, h1/db for session s-x"));
  }

  @Test
  void what_a_host_reports_of_itself_cannot_be_sent_to_it() {
    WriterInput forged = new WriterInput.HoldReleased(X.set(), 1, HoldEnd.HELD);
    assertThatThrownBy(() -> new WriterCommand.Asked(forged, stage.asker.getRef()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a request or Identify, but got HoldReleased");
  }
}
