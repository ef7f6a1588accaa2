package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.Stamp;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.test.ProviderCall;
import io.lull.provider.test.Trick;
import org.junit.jupiter.api.Test;

class NothingIsLeftTest {
  @Test
  void a_thousand_calls_leave_no_thread_and_nothing_in_mind() throws Exception {
    try (ActorFixture fixture = new ActorFixture()) {
      for (int slot = 1; slot <= 200; slot++) {
        Stamp set = stamp("set-" + slot, slot);
        switch (slot % 3) {
          case 0 ->
              fixture
                  .upTo(set, ProviderStep.POST_FINAL_COMMIT)
                  .ask(set, ProviderStep.DELETE_SNAPSHOTS);
          case 1 -> {
            fixture.upTo(set, ProviderStep.COMMIT).ask(set, ProviderStep.COMMIT);
            fixture.ask(set, ProviderStep.ABORT_SNAPSHOTS);
          }
          default -> {
            fixture.provider.play(Trick.once(ProviderCall.END_PREPARE, Trick.Kind.HANG));
            fixture.upTo(set, ProviderStep.BEGIN_PREPARE).tell(set, ProviderStep.END_PREPARE);
            fixture.provider.awaitHanging();
            fixture.tell(set, ProviderStep.ABORT_SNAPSHOTS);
            fixture.reply();
            fixture.reply();
            fixture.finish();
          }
        }
      }
      fixture.finish();
      assertThat(fixture.threads.started()).isGreaterThan(1000);
      assertThat(fixture.threads.alive()).isZero();
      assertThat(fixture.inner.get().kept()).isZero();
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void what_is_kept_stays_in_mind_only_as_long_as_it_is_needed() throws Exception {
    try (ActorFixture fixture = new ActorFixture()) {
      Stamp set = stamp("set", 1);
      fixture.provider.play(Trick.once(ProviderCall.END_PREPARE, Trick.Kind.DELAY));
      fixture.upTo(set, ProviderStep.BEGIN_PREPARE).tell(set, ProviderStep.END_PREPARE);
      fixture.flush();
      // An asker, a piece of work, its end and its limit; the lease rests while EndPrepare works.
      assertThat(fixture.inner.get().kept()).isEqualTo(4);
      fixture.letGo();
      fixture.reply();
      fixture.flush();
      assertThat(fixture.inner.get().kept()).isOne();
    }
  }
}
