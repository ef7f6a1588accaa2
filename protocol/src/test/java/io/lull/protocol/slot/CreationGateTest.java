package io.lull.protocol.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.slot.CreationGate.Admission.Admitted;
import io.lull.protocol.slot.CreationGate.Admission.Barred;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreationGateTest {
  private static final CreationGate SEEN_A_UNDER_5 =
      CreationGate.UNUSED.seen(new SlotEpoch(5), new SetId("a"));

  @Test
  void a_first_creation_passes_and_is_remembered() {
    assertThat(CreationGate.UNUSED.admit(stamp("a", 5), true))
        .isEqualTo(new Admitted(SEEN_A_UNDER_5));
  }

  @Test
  void the_same_creation_goes_on() {
    assertThat(SEEN_A_UNDER_5.admit(stamp("a", 5), true)).isEqualTo(new Admitted(SEEN_A_UNDER_5));
  }

  @Test
  void a_later_number_takes_over() {
    CreationGate later = new CreationGate(new SlotEpoch(6), Optional.of(new SetId("b")));

    assertThat(SEEN_A_UNDER_5.admit(stamp("b", 6), true)).isEqualTo(new Admitted(later));
  }

  @Test
  void an_earlier_number_is_barred() {
    assertBarred(SEEN_A_UNDER_5, stamp("b", 4));
    assertBarred(SEEN_A_UNDER_5, stamp("a", 4));
  }

  @Test
  void a_second_creation_under_the_same_number_is_barred() {
    assertBarred(SEEN_A_UNDER_5, stamp("b", 5));
  }

  @Test
  void a_creation_without_a_slot_is_barred() {
    assertBarred(CreationGate.UNUSED, stamp("a", 0));
  }

  @Test
  void what_creates_nothing_always_passes_and_changes_nothing() {
    for (long slot : new long[] {0, 4, 5, 6}) {
      assertThat(SEEN_A_UNDER_5.admit(stamp("b", slot), false))
          .isEqualTo(new Admitted(SEEN_A_UNDER_5));
    }
  }

  private static void assertBarred(CreationGate gate, Stamp stamp) {
    assertThat(gate.admit(stamp, true))
        .isInstanceOfSatisfying(
            Barred.class,
            barred -> assertThat(barred.fault().failure()).isEqualTo(Failure.STALE_SLOT));
  }

  private static Stamp stamp(String set, long slot) {
    return new Stamp(
        new SessionId("s"), new SetId(set), Epoch.FIRST, Incarnation.FIRST, new SlotEpoch(slot));
  }
}
