package io.lull.protocol.window;

import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import java.util.List;

/** The freeze window; its rules are the rows of {@link WindowTable}. */
public final class WindowMachine
    implements Machine<Window, WindowInput, Uptime, WindowEvent, WindowEffect, Void> {

  @Override
  public Decision<WindowEvent, WindowEffect, Void> decide(
      Window window, WindowInput input, Uptime now) {
    if (input instanceof WindowInput.Answer answer && !belongs(window, answer.stamp())) {
      return Decision.nothing();
    }
    // The clock decides, not the arrival of a timer: an answer after the deadline is too late.
    if (LimitRules.passed(window, now)) {
      return LimitRules.overdue(window, now);
    }
    return WindowTable.TABLE.decide(window.phase(), window, input, now);
  }

  @Override
  public Window apply(Window window, WindowEvent event) {
    return WindowEvents.apply(window, event);
  }

  /** Nothing: a window dies with its keeper, and the session that recovers aborts it. */
  @Override
  public List<WindowEffect> outstanding(Window window, Uptime now) {
    return List.of();
  }

  private static boolean belongs(Window window, Stamp stamp) {
    return stamp.session().equals(window.plan().session())
        && stamp.set().equals(window.plan().set())
        && stamp.epoch().equals(window.plan().epoch());
  }
}
