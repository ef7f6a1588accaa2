package io.lull.protocol.writer;

import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.HostMoves.Move;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No order of events is picked by hand: everything that may happen to a writer that is about to
 * freeze is tried, after everything that may have happened before.
 *
 * <p>States that were reached before are not gone on from twice, so that all sequences up to the
 * length given are covered without being walked one by one.
 */
class EveryOrderTest {
  /** A state, and how it was come by. */
  private record Node(Host host, Optional<Node> from, String move) {
    @Override
    public String toString() {
      return from.map(node -> node + "\n  ").orElse("") + move;
    }
  }

  @Test
  void nothing_stays_frozen_in_any_order_of_events() {
    explore(WriterFixture.in(WriterPhase.SNAPSHOT_PREPARED), 1, 8);
  }

  @Test
  void two_sets_never_touch_each_others_holds() {
    explore(
        WriterFixture.in(WriterPhase.SNAPSHOT_PREPARED)
            .reach(WriterPhase.SNAPSHOT_PREPARED, WriterFixture.Y),
        2,
        6);
  }

  private static void explore(WriterFixture fixture, int sets, int length) {
    long ticks = fixture.now.plus(WriterFixture.LEASE.multipliedBy(2)).nanos();
    List<Node> frontier = List.of(new Node(Host.of(fixture), Optional.empty(), "prepared"));
    Set<Host> seen = new HashSet<>();
    for (int i = 0; i < length; i++) {
      List<Node> next = new ArrayList<>();
      for (Node node : frontier) {
        for (Move move : HostMoves.of(node.host(), sets, ticks)) {
          Node reached = step(node, move);
          if (seen.add(reached.host())) {
            next.add(reached);
          }
        }
      }
      next.forEach(EveryOrderTest::comesToRest);
      frontier = next;
    }
  }

  /** Whatever has happened: handlers end, owners answer, time passes, and then nothing stands. */
  private static void comesToRest(Node node) {
    Node end = settled(node);
    Uptime past = end.host().now().plus(WriterFixture.LEASE.multipliedBy(2));
    Node late = new Node(end.host().at(past), Optional.of(end), "the lease passes");
    // Any input will do, also one about something else: no timer is needed.
    WriterInput any = new WriterInput.GatherStatus(WriterFixture.stamp("unknown", 1));
    Node rest = settled(step(late, new Move("any input", host -> host, Optional.of(any))));
    if (!rest.host().frozen().isEmpty() || !rest.host().writer().holds().isEmpty()) {
      throw new AssertionError("expected nothing to be held after\n  " + rest);
    }
  }

  /** Lets everything run to its end, with no requests and no bad luck. */
  private static Node settled(Node node) {
    Node settled = node;
    for (Optional<Move> next = HostMoves.onward(node.host()); next.isPresent(); ) {
      settled = step(settled, next.get());
      next = HostMoves.onward(settled.host());
    }
    return settled;
  }

  private static Node step(Node node, Move move) {
    return new Node(moved(node, move), Optional.of(node), move.name());
  }

  private static Host moved(Node node, Move move) {
    Host changed = move.change().apply(node.host());
    if (move.input().isEmpty()) {
      return changed;
    }
    WriterInput input = move.input().get();
    try {
      Decision<WriterEvent, WriterEffect, WriterReply> decision = changed.decide(input);
      Host after = changed.after(input, decision);
      HostInvariants.check(changed, after, decision);
      return after;
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError("after\n  " + node + "\n  " + move.name(), broken);
    }
  }
}
