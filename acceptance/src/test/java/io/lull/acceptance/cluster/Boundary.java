package io.lull.acceptance.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The moment just before the write that has the nth event of a session, or just after it. */
record Boundary(int event, Side side) implements Moment {
  /** On which side of the write, as the order to halt spells it. */
  enum Side {
    BEFORE,
    AFTER
  }

  /** Both sides of every write. */
  static List<Boundary> ofAll(List<String> writes) {
    List<Boundary> all = new ArrayList<>();
    int last = 0;
    for (String write : writes) {
      last += events(write).size();
      all.addAll(around(last));
    }
    return all;
  }

  private static List<Boundary> around(int event) {
    return List.of(new Boundary(event, Side.BEFORE), new Boundary(event, Side.AFTER));
  }

  private static List<String> events(String write) {
    return List.of(write.split(",", -1));
  }

  /** Both sides of the write that has this event. */
  static List<Boundary> of(String event, List<String> writes) {
    List<String> all = writes.stream().flatMap(write -> events(write).stream()).toList();
    return around(all.indexOf(event) + 1);
  }

  @Override
  public void arrange(Waiting waiting, Collection<NodeProcess> coordinators) {
    coordinators.forEach(
        node -> node.order("halt " + waiting.session() + " " + event + " " + side));
  }

  @Override
  public boolean reached(Waiting waiting, Collection<NodeProcess> coordinators) {
    return coordinators.stream()
        .anyMatch(
            node ->
                node.heard(line -> line.startsWith("halted " + waiting.session() + " "))
                    .isPresent());
  }

  @Override
  public void goOn(Waiting waiting, Collection<NodeProcess> coordinators) {
    coordinators.forEach(node -> node.say("go " + waiting.session()));
  }

  @Override
  public String toString() {
    return side + " event " + event;
  }
}
