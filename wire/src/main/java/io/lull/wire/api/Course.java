package io.lull.wire.api;

import io.lull.protocol.id.SessionId;
import io.lull.wire.api.OperationTimeline.Deed;
import io.lull.wire.api.OperationTimeline.Milestone;
import io.lull.wire.api.OperationTimeline.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a timeline together from what happened when.
 *
 * <p>Several coordinators may have written down one operation, each by its own clock. No event
 * counts as earlier than one that was written before it.
 */
final class Course {
  private final Instant began;
  private final List<Span> spans = new ArrayList<>();
  private final List<Milestone> milestones = new ArrayList<>();
  private final Map<String, Started> under = new LinkedHashMap<>();
  private Duration last = Duration.ZERO;

  /** What somebody does, and since when. */
  private record Started(Deed deed, Duration from) {}

  Course(Instant began) {
    this.began = began;
  }

  /** The time of an event, which is the last one. */
  Duration at(Instant written) {
    Duration since = Duration.between(began, written);
    if (since.compareTo(last) > 0) {
      last = since;
    }
    return last;
  }

  /** The time of the last event. */
  Duration last() {
    return last;
  }

  /** He does this from now on, whatever he did before. */
  void begins(String who, Deed deed) {
    ends(who);
    under.put(who, new Started(deed, last));
  }

  /** He does nothing any more. */
  void ends(String who) {
    Started started = under.remove(who);
    if (started != null) {
      spans.add(new Span(who, started.deed(), started.from(), last));
    }
  }

  boolean does(String who, Deed deed) {
    Started started = under.get(who);
    return started != null && started.deed() == deed;
  }

  void allEnd() {
    List.copyOf(under.keySet()).forEach(this::ends);
  }

  void took(String who, Deed deed, Duration from, Duration to) {
    spans.add(new Span(who, deed, from, to));
  }

  void reached(String what) {
    milestones.add(new Milestone(what, last));
  }

  /** Whoever is still at something is at it until now. */
  OperationTimeline timeline(SessionId session, Instant now) {
    if (!under.isEmpty()) {
      var _ = at(now);
    }
    allEnd();
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparing(Span::from));
    return new OperationTimeline(session, began, last, sorted, milestones);
  }
}
