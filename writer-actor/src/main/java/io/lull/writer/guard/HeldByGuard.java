package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The holds of one writer that no server ends by itself: all are in the hands of a guard. */
public final class HeldByGuard {
  private final WriterId writer;
  private final Guards guards;

  public HeldByGuard(WriterId writer, Guards guards) {
    this.writer = writer;
    this.guards = guards;
  }

  /** A guard is there from here on, unless it dies; to be called before anything is frozen. */
  public void prepare() throws WriterException, InterruptedException {
    try {
      guards.running();
    } catch (GuardException cannot) {
      throw new WriterException(cannot.fault());
    }
  }

  /** Has something held still until the lease is over, and returns when it is. */
  public Hold begin(HandlerContext context, Lease lease, Holdable what)
      throws WriterException, InterruptedException {
    HoldNote note = new HoldNote(lease.token(), context.set(), writer, what);
    Guard guard = guards.current().orElseThrow(HeldByGuard::guardLost);
    try {
      guard.begin(note, lease.remaining());
    } catch (GuardException refused) {
      throw new WriterException(refused.fault());
    }
    return () -> guard.end(lease.token());
  }

  private static WriterException guardLost() {
    return new WriterException(
        Fault.expected(
            Failure.WRITER_INFRASTRUCTURE,
            "the guard of this host to be there",
            "it has died since PrepareForSnapshot, so that nothing was frozen; begin a new set"));
  }

  /** Ends a hold of this life of the node, or of an earlier one. */
  public HoldEnd end(HoldToken token) throws Exception {
    Optional<Guard> last = guards.last();
    HoldEnd said = last.isEmpty() ? HoldEnd.NOT_HELD : last.get().end(token);
    if (said != HoldEnd.NOT_HELD) {
      return said;
    }
    for (HoldFile file : guards.files().all()) {
      if (file.note().token().equals(token) && file.note().writer().equals(writer)) {
        return Blocking.call("thaw " + writer, () -> thaw(file));
      }
    }
    return HoldEnd.NOT_HELD;
  }

  /** Nobody can say whether it stood until now: whoever watched it is dead. */
  private HoldEnd thaw(HoldFile file) throws WriterException, InterruptedException {
    try {
      LocalThaw.thaw(guards.files(), file);
      return HoldEnd.LAPSED;
    } catch (GuardException failed) {
      throw new WriterException(failed.fault());
    }
  }

  /**
   * The writer's own are ended one by one, by whoever asks. Those of dead guards that other writers
   * held are thawed here: if such a writer has another name now, or is there no more, nobody asks
   * for them.
   */
  public Collection<FoundHold> leftBehind() throws IOException, InterruptedException {
    List<FoundHold> found = new ArrayList<>();
    for (HoldFile file : guards.files().all()) {
      if (file.note().writer().equals(writer)) {
        if (guards.current().filter(guard -> guard.life().equals(file.by())).isEmpty()) {
          found.add(new FoundHold(file.note().set(), file.note().token()));
        }
      } else if (file.by().gone()) {
        thawForOthers(file);
      }
    }
    return found;
  }

  private void thawForOthers(HoldFile file) throws InterruptedException {
    try {
      LocalThaw.thaw(guards.files(), file);
    } catch (GuardException cannot) {
      // Its hold file stays, by which `lull thaw --local` names it and says why.
    }
  }
}
