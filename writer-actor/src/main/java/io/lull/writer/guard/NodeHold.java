package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Fault;
import java.util.Optional;

/** The node's own hand on a hold of its guard; guarded by the lock of {@link Guard}. */
final class NodeHold implements AutoCloseable {
  private final HoldNote note;
  private final long deadline;
  private final NodeHand hand;
  private boolean began;
  private boolean thawing;
  private Optional<Fault> fault = Optional.empty();
  private Optional<HoldEnd> end = Optional.empty();

  private NodeHold(HoldNote note, long deadline, NodeHand hand) {
    this.note = note;
    this.deadline = deadline;
    this.hand = hand;
  }

  /** Opens what is to be held, because its name may lead elsewhere when it has to be thawed. */
  static NodeHold open(HoldNote note, long deadline, GuardProcess guard) throws GuardException {
    return new NodeHold(note, deadline, note.what().reach(guard));
  }

  HoldNote note() {
    return note;
  }

  /** For how long its lease has been over; negative before. */
  long late() {
    return System.nanoTime() - deadline;
  }

  /** Whether the guard should have let it go by now. */
  boolean overdue() {
    return late() > note.what().margin().toNanos();
  }

  boolean began() {
    return began;
  }

  void begin() {
    began = true;
  }

  boolean over() {
    return end.isPresent();
  }

  /** How it ended; only of one that is over. */
  HoldEnd end() {
    return end.orElseThrow();
  }

  /** Why it never began, if the guard said so. */
  Optional<Fault> fault() {
    return fault;
  }

  void refused(Fault why) {
    fault = Optional.of(why);
    over(HoldEnd.NOT_HELD);
  }

  void over(HoldEnd how) {
    if (end.isEmpty()) {
      end = Optional.of(how);
    }
  }

  /** True for the one thread that may begin to thaw it. */
  boolean claim() {
    boolean first = !thawing;
    thawing = true;
    return first;
  }

  /** Without the lock: this may block for as long as the guard's freeze does. */
  Optional<Boolean> letGo() {
    return hand.letGo();
  }

  @Override
  public void close() {
    hand.close();
  }
}
