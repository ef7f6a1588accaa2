package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lets the same thing happen to the node of a session at one boundary after the other.
 *
 * <p>Several sessions of one node halt at once, each at its own boundary and on hosts of its own;
 * then it happens to that node. A session that has moved elsewhere meanwhile goes on and must
 * succeed, and its boundary waits for another round. Whatever a round leaves behind, a slot or
 * somebody who stands still, fails a later one.
 */
final class BoundaryMatrix {
  private static final int AT_ONCE = 4;
  private static final int MISSES = 5;
  private static final int COORDINATORS = 3;

  private final ProcessCluster cluster;
  private final Strike strike;
  private final Set<String> all = new TreeSet<>();
  private final Map<String, NodeProcess> coordinators = new TreeMap<>();
  private final Map<String, Integer> misses = new HashMap<>();
  private int started;

  /** A cluster that has nothing but its requester yet. */
  BoundaryMatrix(ProcessCluster cluster, Strike strike) {
    this.cluster = cluster;
    this.strike = strike;
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (int pair = 0; pair < AT_ONCE; pair++) {
      left.add("a" + pair);
      right.add("b" + pair);
    }
    all.addAll(left);
    all.addAll(right);
    // One after the other: what starts takes the processor from what is to answer heartbeats.
    cluster.hosts("left", left).awaitStarted();
    cluster.hosts("right", right).awaitStarted();
    complete();
  }

  private void complete() {
    while (coordinators.size() < COORDINATORS) {
      String name = "c" + ++started;
      coordinators.put(name, cluster.coordinator(name).awaitStarted());
    }
    cluster.awaitComplete();
  }

  /** What a session here writes from its beginning to its end: the events of each write. */
  List<String> writes() {
    TestBackup backup = backup(0);
    assertThat(backup.run().created()).isTrue();
    String session = backup.session().name();
    String prefix = "wrote " + session + " ";
    coordinators.values().forEach(node -> node.order("writes " + session));
    return coordinators.values().stream()
        .flatMap(node -> node.heard().stream())
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  private TestBackup backup(int pair) {
    return TestBackup.of(cluster.client(), hosts(pair), all);
  }

  private static Set<String> hosts(int pair) {
    return Set.of("a" + pair, "b" + pair);
  }

  void run(Collection<? extends Moment> moments) {
    Deque<Moment> left = new ArrayDeque<>(moments);
    while (!left.isEmpty()) {
      List<Case> cases = new ArrayList<>();
      TestBackup first = backup(0);
      while (cases.size() < AT_ONCE && !left.isEmpty()) {
        cases.add(start(left.removeFirst(), first.beside(hosts(cases.size())), cases.size()));
      }
      List<Case> over = cases.stream().filter(one -> !awaitReached(one)).toList();
      over.forEach(one -> left.add(missed(one)));
      cases.removeAll(over);
      Map<Case, NodeProcess> places = new LinkedHashMap<>();
      cases.forEach(
          one -> places.put(one, cluster.nodeOf(one.trial().session(), coordinators.values())));
      if (cases.isEmpty()) {
        continue;
      }
      NodeProcess struck = most(places.values());
      cases.stream()
          .filter(one -> places.get(one) != struck)
          .forEach(one -> left.add(one.moment()));
      round(cases, struck);
    }
    everybodyCanGoOn();
  }

  /** A session and the moment at which it waits. */
  private record Case(Moment moment, Moment.Waiting waiting, Trial trial) {}

  private Case start(Moment moment, TestBackup backup, int pair) {
    Moment.Waiting waiting = new Moment.Waiting(backup, "b" + pair, cluster);
    moment.arrange(waiting, coordinators.values());
    return new Case(moment, waiting, Trial.start(strike + " " + moment, cluster, backup));
  }

  /**
   * False if the session was over before: not each has as many events as the one that was counted.
   */
  private boolean awaitReached(Case one) {
    cluster.eventually(
        () ->
            assertThat(
                    one.trial().isOver()
                        || one.moment().reached(one.waiting(), coordinators.values()))
                .as("%s waits, or is over", one.trial())
                .isTrue());
    return one.moment().reached(one.waiting(), coordinators.values());
  }

  /** The moment once more; one that no session has is a mistake of the test. */
  private Moment missed(Case one) {
    one.trial().check();
    assertThat(misses.merge(one.moment().toString(), 1, Integer::sum))
        .as("sessions that were over before %s", one.moment())
        .isLessThanOrEqualTo(MISSES);
    return one.moment();
  }

  private static NodeProcess most(Collection<NodeProcess> nodes) {
    return nodes.stream()
        .max(Comparator.comparingLong(node -> nodes.stream().filter(node::equals).count()))
        .orElseThrow();
  }

  private void round(List<Case> cases, NodeProcess struck) {
    List<NodeProcess> others =
        coordinators.values().stream().filter(node -> node != struck).toList();
    strike.on(struck, cluster);
    cases.forEach(one -> one.moment().goOn(one.waiting(), others));
    if (strike.needsNamespaces()) {
      cases.forEach(one -> one.moment().goOn(one.waiting(), List.of(struck)));
    }
    Map<Trial, SessionRecord> records = new LinkedHashMap<>();
    for (Case one : cases) {
      SessionRecord record = one.trial().check();
      records.put(one.trial(), record);
      if (!strike.mayGiveUp()) {
        assertThat(record.created()).as("%s: %s", one.trial(), record).isEqualTo(!record.undone());
      }
    }
    if (strike.loses()) {
      comesBack(cases, struck);
      coordinators.values().remove(struck);
      cluster.forget(struck);
    }
    cluster.heal();
    records.forEach(
        (trial, before) -> assertThat(trial.check().events()).isEqualTo(before.events()));
    complete();
  }

  /** What was struck ends by itself, and nothing that it still tries has any effect. */
  private void comesBack(List<Case> cases, NodeProcess struck) {
    if (strike == Strike.STOPPED) {
      cases.forEach(one -> one.moment().goOn(one.waiting(), List.of(struck)));
      struck.continueRunning();
    }
    struck.awaitExit();
  }

  private void everybodyCanGoOn() {
    List<Trial> trials = new ArrayList<>();
    for (int pair = 0; pair < AT_ONCE; pair++) {
      trials.add(Trial.start("after " + strike, cluster, backup(pair)));
    }
    trials.forEach(
        trial -> {
          trial.check();
          assertThat(trial.outcome().created()).as(trial + " " + trial.outcome()).isTrue();
        });
  }
}
