package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.story.Ways;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Two of one session: the one that was overtaken hears of it from those whom it asks. */
class StaleEpochTest {
  private static final WriterId WRITER = new WriterId(new HostId("a"), "db");

  private final SessionMachine machine = new SessionMachine();
  private final Session aborting = Ways.to(SessionPhase.ABORTING).world().session();

  private Stamp asked(Session session) {
    return machine.outstanding(session, Instant.EPOCH).stream()
        .filter(SessionEffect.AskWriter.class::isInstance)
        .map(effect -> ((SessionEffect.AskWriter) effect).request())
        .filter(WriterInput.Abort.class::isInstance)
        .map(request -> ((WriterInput.Abort) request).stamp())
        .findFirst()
        .orElseThrow();
  }

  private static SessionInput refused(Stamp stamp) {
    return new SessionInput.WriterSaid(
        new WriterReply.Refused(
            WRITER,
            stamp,
            WriterStep.ABORT,
            Incarnation.FIRST,
            Fault.expected(Failure.STALE_EPOCH, "epoch 9", "it came with " + stamp.epoch())));
  }

  /** Unless it writes it would ask for ever, and never learn that its journal has grown. */
  @Test
  void whoever_is_refused_for_its_epoch_takes_over_again() {
    Epoch next = aborting.epoch().next();

    var decision = machine.decide(aborting, refused(asked(aborting)), Instant.EPOCH);

    assertThat(decision.events()).containsExactly(new SessionEvent.EpochTaken(next));
    assertThat(asked(machine.replay(aborting, decision.events())).epoch()).isEqualTo(next);
    assertThat(decision.effects())
        .anySatisfy(
            effect ->
                assertThat(effect)
                    .isInstanceOfSatisfying(
                        SessionEffect.AskWriter.class,
                        ask ->
                            assertThat(((WriterInput.Abort) ask.request()).stamp().epoch())
                                .isEqualTo(next)));
  }

  @Test
  void a_refusal_of_an_epoch_that_is_past_says_nothing_new() {
    Stamp before = asked(aborting);
    Session later = machine.apply(aborting, new SessionEvent.EpochTaken(aborting.epoch().next()));

    var decision = machine.decide(later, refused(before), Instant.EPOCH);

    assertThat(decision.events()).isEmpty();
    assertThat(decision.effects()).isEmpty();
  }
}
