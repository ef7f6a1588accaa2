package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.LIFE;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.session.Candidate;
import io.lull.wire.api.ProviderView;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a provider shows of itself to whoever looks. */
class ProviderNewsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Candidate CANDIDATE =
      new Candidate(PROVIDER, ProviderKind.SOFTWARE, Cut.ATOMIC, LIFE);

  private static ProviderView view(ActorFixture fixture) {
    return fixture.news.view(CANDIDATE, fixture.now.get(), NOW);
  }

  @Test
  void it_works_for_a_set_until_that_is_finished() {
    try (ActorFixture fixture = new ActorFixture()) {
      assertThat(view(fixture))
          .extracting(ProviderView::provider, ProviderView::kind, ProviderView::sets)
          .containsExactly(PROVIDER, ProviderKind.SOFTWARE, 0);

      fixture.upTo(A, ProviderStep.COMMIT);
      assertThat(view(fixture).sets()).isEqualTo(1);
    }
    try (ActorFixture fixture = new ActorFixture().upTo(A, ProviderStep.POST_FINAL_COMMIT)) {
      assertThat(view(fixture).sets()).isZero();
      assertThat(view(fixture).lastFault()).isEmpty();
    }
  }

  @Test
  void what_went_wrong_last_stays_with_its_time() {
    try (ActorFixture fixture = new ActorFixture()) {
      fixture.tell(new BeginPrepare(A, ActorFixture.REFUSED));
      ProviderReply refused = fixture.reply();

      fixture.pass(Duration.ofSeconds(7));

      Fault fault = ActorFixture.fault(refused);
      assertThat(view(fixture).lastFault()).contains(fault);
      assertThat(view(fixture).lastFaultAt()).contains(NOW.minusSeconds(7));
    }
  }
}
