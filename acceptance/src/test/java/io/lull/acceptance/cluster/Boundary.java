package io.lull.acceptance.cluster;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The moment just before the nth write of a session, or just after it. */
record Boundary(int write, Side side) implements Moment {
  /** On which side of the write, as the order to halt spells it. */
  enum Side {
    BEFORE,
    AFTER
  }

  /** Both sides of every write. */
  static List<Boundary> ofAll(List<String> writes) {
    return IntStream.rangeClosed(1, writes.size())
        .boxed()
        .flatMap(
            write -> Stream.of(new Boundary(write, Side.BEFORE), new Boundary(write, Side.AFTER)))
        .toList();
  }

  /** Both sides of the write that has this event. */
  static List<Boundary> of(String event, List<String> writes) {
    return ofAll(writes).stream()
        .filter(at -> List.of(writes.get(at.write() - 1).split(",")).contains(event))
        .toList();
  }

  @Override
  public void arrange(Waiting waiting, Collection<NodeProcess> coordinators) {
    coordinators.forEach(
        node -> node.order("halt " + waiting.session() + " " + write + " " + side));
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
    return side + " " + write;
  }
}
