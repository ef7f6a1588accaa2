package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.FULL;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static io.lull.protocol.provider.ProviderFixture.marker;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.time.Uptime;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderCallsTest {
  private final HandProvider provider = new HandProvider();
  private final ProviderCalls calls = new ProviderCalls(PROVIDER, provider);

  private Fault fault(Throwable thrown) {
    provider.next(thrown);
    RunStep run =
        new RunStep(
            A.set(), 1, ProviderStep.COMMIT, List.of(marker(A, V, false)), false, Uptime.ZERO);
    return ((StepResult.Failed) calls.run(run)).fault();
  }

  @Test
  void what_the_provider_says_is_passed_on_as_it_is() {
    assertThat(fault(new ProviderException(FULL))).isEqualTo(FULL);
  }

  @Test
  void whatever_else_is_thrown_says_what_happened_to_what() {
    assertThat(fault(new IOException("no such device")).toString())
        .isEqualTo(
            "V-011 UNEXPECTED_PROVIDER_ERROR: expected COMMIT of a by h1/btrfs,"
                + " but it threw IOException: no such device");
    assertThat(fault(new NullPointerException()).detail())
        .isEqualTo("expected COMMIT of a by h1/btrfs, but it threw NullPointerException");
    assertThat(fault(new StackOverflowError()).failure())
        .isEqualTo(Failure.UNEXPECTED_PROVIDER_ERROR);
    assertThat(fault(new InterruptedException()).detail()).endsWith("but it was interrupted");
    assertThat(fault(new OutOfMemoryError("Java heap space")).failure())
        .isEqualTo(Failure.OUT_OF_MEMORY);
  }

  @Test
  void a_message_of_many_lines_becomes_one() {
    assertThat(fault(new IOException("first\nsecond\n" + "x".repeat(1000))).detail())
        .contains("first\\u000asecond")
        .hasSizeLessThanOrEqualTo(Fault.DETAIL_MAX);
  }

  @Test
  void a_deletion_stops_at_the_first_copy_that_fails() {
    List<SnapshotId> all = List.of(copy(A, V), copy(A, W), new SnapshotId(A.set(), V));
    provider.next(null);
    provider.next(new ProviderException(FULL));
    assertThat(calls.delete(new DeleteCopies(A.set(), 1, all, Uptime.ZERO)))
        .isEqualTo(new StepResult.DeletionStopped(List.of(copy(A, V)), copy(A, W), FULL));
    assertThat(provider.called()).isEqualTo(2);
  }

  @Test
  void a_removal_that_fails_does_not_keep_the_others() {
    List<SnapshotId> all = List.of(copy(A, V), copy(A, W));
    provider.next(new ProviderException(FULL));
    assertThat(calls.discard(new DiscardCopies(A.set(), 1, all, Uptime.ZERO, Uptime.ZERO)))
        .isEqualTo(new StepResult.Failed(FULL));
    assertThat(provider.called()).isEqualTo(2);
  }
}
