package io.lull.writer.application;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.util.Map;

/** Holds an application still that lets all its work pass a {@link Turnstile}. */
public final class ApplicationWriter implements Writer {
  private final WriterMetadata metadata;
  private final Turnstile turnstile;

  public ApplicationWriter(WriterMetadata metadata, Turnstile turnstile) {
    this.metadata = metadata;
    this.turnstile = turnstile;
  }

  @Override
  public WriterMetadata describe() {
    return metadata;
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease)
      throws WriterException, InterruptedException {
    if (!turnstile.close(lease)) {
      throw new WriterException(
          Fault.expected(
              Failure.HOLD_REFUSED,
              "the work of " + metadata.writer() + " to come to an end within its lease",
              "some of it did not, or it is held already; nothing waits for it any more"));
    }
    return () -> turnstile.open(lease.token());
  }

  @Override
  public HoldEnd thaw(HoldToken token) {
    return turnstile.open(token);
  }

  /** It runs as long as its writer does, and would go on with what it had read before. */
  @Override
  public HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders) {
    boolean elsewhere =
        orders.values().stream().allMatch(order -> order.target() == RestoreTarget.ALTERNATE);
    return elsewhere
        ? new HandlerResult.Done()
        : new HandlerResult.Failed(
            Fault.expected(
                Failure.WRITER_NON_RETRYABLE,
                metadata.writer() + " to be stopped before its files are put back",
                "it runs, because its writer is part of it; take the files out, and put them back"
                    + " by hand when it is stopped"));
  }
}
