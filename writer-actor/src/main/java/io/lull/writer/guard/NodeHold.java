package io.lull.writer.guard;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Fault;
import java.util.Optional;

/** The node's own hand on a hold of its guard; guarded by the lock of {@link Guard}. */
final class NodeHold implements AutoCloseable {
  private final HoldNote note;
  private final long deadline;
  private final Descriptor root;
  private boolean began;
  private boolean thawing;
  private Optional<Fault> fault = Optional.empty();
  private Optional<HoldEnd> end = Optional.empty();

  private NodeHold(HoldNote note, long deadline, Descriptor root) {
    this.note = note;
    this.deadline = deadline;
    this.root = root;
  }

  /** Opens what is to be held, because its name may lead elsewhere when it has to be thawed. */
  static NodeHold open(HoldNote note, long deadline) throws GuardException {
    return switch (note.what()) {
      case FileSystem file -> new NodeHold(note, deadline, file.reopen());
    };
  }

  HoldNote note() {
    return note;
  }

  /** For how long its lease has been over; negative before. */
  long late() {
    return System.nanoTime() - deadline;
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
  Optional<Boolean> thaw() {
    try {
      return Optional.of(Freezing.thaw(root));
    } catch (SystemCallException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
