package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.util.concurrent.locks.LockSupport;

/** One hold of a guard, from before it begins until it is over; all on one thread of its own. */
final class KeptHold {
  private static final long PAUSE_NANOS = 20_000_000;

  private final Keeper keeper;
  private final HoldNote note;
  private final long deadline;
  private boolean released;
  private boolean forsaken;

  KeptHold(Keeper keeper, HoldNote note, long deadline) {
    this.keeper = keeper;
    this.note = note;
    this.deadline = deadline;
  }

  /** Whoever wanted it wants it no more; with the keeper's lock. */
  void release() {
    released = true;
    keeper.changed.signalAll();
  }

  /** Nobody is there to release it; with the keeper's lock. */
  void forsake() {
    forsaken = true;
    keeper.changed.signalAll();
  }

  void keep() {
    HoldEnd end = HoldEnd.NOT_HELD;
    GuardMessage news;
    try (GuardedHold hold = keeper.open(note.what())) {
      end = keep(hold);
      news = new GuardMessage.Ended(note.token(), end);
    } catch (GuardException refused) {
      news = new GuardMessage.Refused(note.token(), refused.fault());
    } catch (RuntimeException | Error broken) {
      news =
          new GuardMessage.Refused(
              note.token(), Fault.of(Failure.INTERNAL, "the guard failed: " + broken));
    }
    keeper.over(note.token(), end);
    keeper.say(news);
  }

  private HoldEnd keep(GuardedHold hold) throws GuardException {
    keeper.admit(hold);
    try {
      if (unwanted()) {
        throw GuardException.expected(
            Failure.HOLD_LAPSED,
            "to begin a hold within its lease",
            "the lease was over, or the hold given up, before it began");
      }
      keeper.files().write(new HoldFile(note, keeper.life()));
      try {
        hold.begin(() -> !unwanted());
      } catch (GuardException nothingStands) {
        keeper.files().remove(note.token());
        throw nothingStands;
      } catch (RuntimeException | Error unknown) {
        // Whether it stands nobody knows: it is ended before anybody hears that it never began.
        finish(hold, false);
        keeper.files().remove(note.token());
        throw unknown;
      }
      HoldEnd end = finish(hold, stand(hold));
      keeper.files().remove(note.token());
      return end;
    } finally {
      keeper.gone(hold);
    }
  }

  /** Returns when it has to end, and whether that is still in time and wanted. */
  private boolean stand(GuardedHold hold) {
    try {
      keeper.begun(hold);
      if (!unwanted()) {
        keeper.say(new GuardMessage.Began(note.token()));
      }
      return awaitEnd();
    } catch (RuntimeException | Error broken) {
      // Whatever it is, what stands has to end.
      return false;
    }
  }

  private boolean unwanted() {
    keeper.lock.lock();
    try {
      return released || forsaken || late();
    } finally {
      keeper.lock.unlock();
    }
  }

  private boolean late() {
    return deadline - System.nanoTime() <= 0;
  }

  private boolean awaitEnd() {
    keeper.lock.lock();
    try {
      while (!released && !forsaken && !late()) {
        try {
          var _ = keeper.changed.awaitNanos(deadline - System.nanoTime());
        } catch (InterruptedException nobodyEndsThisThread) {
          // It goes on: an interrupt is no reason to leave anything frozen.
        }
      }
      return released && !forsaken && !late();
    } finally {
      keeper.lock.unlock();
    }
  }

  /** What cannot be thawed is tried again for as long as this process lives. */
  private HoldEnd finish(GuardedHold hold, boolean inTime) {
    while (true) {
      try {
        return hold.end() && inTime ? HoldEnd.HELD : HoldEnd.LAPSED;
      } catch (GuardException | RuntimeException | Error stands) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
