package io.lull.writer;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Freezes nothing and lets it go, in every way in which that can happen.
 *
 * <p>When something stands still, that may be the disk with the program on it: whatever ends a hold
 * has to be in memory by then, and a class is read when it is first used.
 */
final class Rehearsal {
  private static final SetId SET = new SetId("rehearsal");
  private static final WriterId WRITER = new WriterId(new HostId("rehearsal"), "rehearsal");

  private Rehearsal() {}

  /** Waits until all has been gone through once; called at the start of a host, never later. */
  static void play(WriterHost host) throws InterruptedException {
    // By a release; by its lease; while the handler runs; and by an end that fails at first.
    CountDownLatch left = new CountDownLatch(4);
    Holds holds =
        new Holds(WRITER, new Nothing(), host, input -> heard(input, left), new WriterNews());
    arm(holds, host, 1, Duration.ofDays(1)).handled(() -> HoldEnd.HELD, () -> {}, () -> {});
    holds.release(new ReleaseHold(SET, 1, 5, Optional.empty(), host.limits().thaw()));
    arm(holds, host, 2, Duration.ofMillis(1)).handled(() -> HoldEnd.HELD, () -> {}, () -> {});
    Holds.Coming hanging = arm(holds, host, 3, Duration.ofMillis(1));
    arm(holds, host, 4, Duration.ofMillis(1)).handled(failing(), () -> {}, () -> {});
    left.await();
    hanging.handled(() -> HoldEnd.HELD, () -> {}, () -> {});
    holds.retain(Set.of(), Set.of());
  }

  private static Holds.Coming arm(Holds holds, WriterHost host, long call, Duration lease) {
    holds.arm(new ArmLease(SET, call, host.clock().get().plus(lease)));
    return holds.coming(call);
  }

  private static void heard(WriterInput input, CountDownLatch left) {
    if (input instanceof WriterInput.HoldReleased || input instanceof WriterInput.LeaseDue) {
      left.countDown();
    }
  }

  private static Hold failing() {
    boolean[] failed = new boolean[1];
    return () -> {
      if (!failed[0]) {
        failed[0] = true;
        throw new IllegalStateException("as rehearsed");
      }
      return HoldEnd.HELD;
    };
  }

  /** What is frozen in a rehearsal. */
  private static final class Nothing implements Writer {
    @Override
    public WriterMetadata describe() {
      throw new IllegalStateException("expected nobody to ask, but somebody did");
    }

    @Override
    public Hold freeze(HandlerContext context, Lease lease) {
      return () -> HoldEnd.HELD;
    }

    @Override
    public HoldEnd thaw(HoldToken token) {
      return HoldEnd.NOT_HELD;
    }
  }
}
