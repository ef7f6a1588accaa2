package io.lull.protocol.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderEffect.ArmPrepared;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.PreparedDue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftOverTest {
  private static final Duration LEASE = Limits.defaults().preparedLease();

  /** Providers never hear of an early failure, and nothing can finish what a dead life began. */
  @Test
  void what_an_earlier_life_left_unfinished_frees_itself_although_its_session_lives() {
    ProviderFixture fixture = new ProviderFixture().in(A, ProviderPhase.LEFT_OVER);
    fixture.give(new FateTold(A.set(), true));
    long call = fixture.last(ArmPrepared.class).call();
    fixture.pass(LEASE).give(new PreparedDue(A.set(), call));
    assertThat(fixture.phase(A)).isEqualTo(ProviderPhase.ABORTING);
    assertThat(fixture.lastWork()).isInstanceOf(DiscardCopies.class);
  }

  @Test
  void what_an_earlier_life_left_and_somebody_deleted_has_no_lease_any_more() {
    ProviderFixture fixture = new ProviderFixture().in(A, ProviderPhase.LEFT_OVER);
    fixture.give(new FateTold(A.set(), true));
    fixture.give(new DeleteSnapshots(A, List.of()));
    fixture.ends(ProviderFixture.DONE);
    assertThat(fixture.phase(A)).isEqualTo(ProviderPhase.DELETED);
    assertThat(fixture.machine.outstanding(fixture.provider, fixture.now)).isEmpty();
  }

  @Test
  void an_empty_list_deletes_all_that_there_is_of_a_set() {
    ProviderFixture fixture = new ProviderFixture().in(A, ProviderPhase.CREATED);
    fixture.give(new DeleteSnapshots(A, List.of()));
    assertThat(fixture.last(DeleteCopies.class).snapshots())
        .extracting(snapshot -> snapshot.volume())
        .containsExactlyElementsOf(fixture.copied(A));
    fixture.ends(ProviderFixture.DONE);
    assertThat(fixture.phase(A)).isEqualTo(ProviderPhase.DELETED);
  }
}
