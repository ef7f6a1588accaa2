package io.lull.protocol.window;

import io.lull.protocol.table.Decision;
import java.util.ArrayList;
import java.util.List;

/** Collects what a rule decides while one step leads to the next. */
final class Outcome {
  private final List<WindowEvent> events = new ArrayList<>();
  private final List<WindowEffect> effects = new ArrayList<>();

  void event(WindowEvent event) {
    events.add(event);
  }

  void effect(WindowEffect effect) {
    effects.add(effect);
  }

  /** The state with all that has been decided so far. */
  Window applyTo(Window window) {
    Window applied = window;
    for (WindowEvent event : events) {
      applied = WindowEvents.apply(applied, event);
    }
    return applied;
  }

  Decision<WindowEvent, WindowEffect, Void> decision() {
    return new Decision<>(events, effects, List.of());
  }
}
