package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.story.Ways;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host that restarted lives its newest life, whatever late message speaks of an older one. */
class HostLivesTest {
  private static final HostId HOST = new HostId("a");
  private static final Incarnation SECOND = Incarnation.FIRST.next();

  private final SessionMachine machine = new SessionMachine();

  @Test
  void what_is_known_of_a_life_never_goes_back() {
    Session session = Ways.to(SessionPhase.SET_STARTED).world().session();
    Session later = machine.apply(session, new SessionEvent.IncarnationLearned(HOST, SECOND));
    assertThat(later.life(HOST)).isEqualTo(SECOND);

    Session heard =
        machine.apply(later, new SessionEvent.IncarnationLearned(HOST, Incarnation.FIRST));
    Session added =
        machine.apply(
            later,
            new SessionEvent.VolumeAdded(
                new Volume(HOST, "/late"),
                new ProviderId(HOST, "disk"),
                Incarnation.FIRST,
                Cut.ATOMIC,
                List.of()));

    assertThat(heard.life(HOST)).isEqualTo(SECOND);
    assertThat(added.life(HOST)).isEqualTo(SECOND);
  }

  @Test
  void of_two_lives_that_a_roster_names_the_later_one_counts() {
    Session session = Ways.to(SessionPhase.INITIALIZED).world().session();
    SessionInput.GatherWriterMetadata gather =
        new SessionInput.GatherWriterMetadata(
            new RequestId("gather"),
            Map.of(new WriterId(HOST, "db"), SECOND, new WriterId(HOST, "zoo"), Incarnation.FIRST));

    var decision = machine.decide(session, gather, Instant.EPOCH);

    assertThat(machine.replay(session, decision.events()).life(HOST)).isEqualTo(SECOND);
    assertThat(decision.events())
        .filteredOn(SessionEvent.IncarnationLearned.class::isInstance)
        .containsExactly(new SessionEvent.IncarnationLearned(HOST, SECOND));
  }
}
