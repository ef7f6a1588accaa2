package io.lull.wire;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import org.jspecify.annotations.Nullable;

/** Where in a message something stands; becomes text only when something is wrong there. */
record Place(@Nullable Place parent, String step) {
  static final Place TOP = new Place(null, "");
  private static final int STEP_MAX = 60;
  private static final int MESSAGE_MAX = 300;

  Place at(String name) {
    return new Place(this, name);
  }

  Place at(int index) {
    return new Place(this, Integer.toString(index));
  }

  WireException malformed(String expected, String but) {
    return new WireException(fault("expected " + expected + ", but " + but));
  }

  /** A constructor has refused what stands here; its message says why. */
  WireException refused(RuntimeException why) {
    String message = why.getMessage();
    return new WireException(fault(message == null ? why.toString() : message), why);
  }

  private Fault fault(String message) {
    String where = toString();
    return Fault.of(
        Failure.MALFORMED, cut(message, MESSAGE_MAX) + (where.isEmpty() ? "" : ", at " + where));
  }

  private static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length) + "…" : text;
  }

  @Override
  public String toString() {
    return parent == null ? "" : parent + "/" + cut(step, STEP_MAX);
  }
}
