package io.lull.cluster.config.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.journal.Notebook.Command;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.cluster.config.settings.NodeConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journal must do, whichever it is. */
abstract class JournalConformance {
  private static final Pattern KEPT = Pattern.compile("kept (notebook-\\d+) (\\d+)");
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<ActorTestKit> running = new ArrayList<>();

  /** The settings of a journal that is empty at first and the same for all of one test. */
  abstract String settings();

  /** The same for a node on any free port, since several may run at once. */
  final String node() {
    return settings() + "\npekko.remote.artery.canonical.port = 0";
  }

  @AfterEach
  void stopAll() {
    running.forEach(ActorTestKit::shutdownTestKit);
  }

  final ActorTestKit start() {
    ActorTestKit kit =
        ActorTestKit.create("journal", NodeConfig.of(ConfigFactory.parseString(node())));
    running.add(kit);
    return kit;
  }

  final void stop(ActorTestKit kit) {
    kit.shutdownTestKit();
    running.remove(kit);
  }

  static long write(ActorTestKit kit, Behavior<Command> notebook, int... batches) {
    TestProbe<Long> probe = kit.createTestProbe();
    ActorRef<Command> entity = kit.spawn(notebook);
    for (int batch : batches) {
      entity.tell(new Command.Write(batch, probe.getRef()));
      probe.receiveMessage(SOON);
    }
    entity.tell(new Command.Last(probe.getRef()));
    long last = probe.receiveMessage(SOON);
    kit.stop(entity);
    return last;
  }

  static List<Entry> all(ActorTestKit kit, int pageSize) {
    OrderedEvents events = Journal.get(kit.system()).events();
    List<Entry> all = new ArrayList<>();
    long last = 0;
    for (OrderedEvents.Page page = events.after(last, pageSize);
        page.last() != last;
        page = events.after(last, pageSize)) {
      all.addAll(page.entries());
      last = page.last();
    }
    return all;
  }

  static Map<String, List<Long>> numbers(List<Entry> entries) {
    Map<String, List<Long>> numbers = new TreeMap<>();
    for (Entry entry : entries) {
      numbers
          .computeIfAbsent(entry.persistenceId(), name -> new ArrayList<>())
          .add(Notebook.number(entry.event()));
    }
    return numbers;
  }

  @Test
  void what_was_written_is_replayed_by_the_next_process() {
    ActorTestKit first = start();
    assertThat(write(first, Notebook.of("a"), 1, 3, 7)).isEqualTo(11);
    assertThat(write(first, Notebook.of("b"), 1)).isEqualTo(1);
    stop(first);
    ActorTestKit second = start();

    // The notebook itself refuses events that come out of order or twice.
    assertThat(write(second, Notebook.of("a"))).isEqualTo(11);
    assertThat(write(second, Notebook.of("b"), 2)).isEqualTo(3);
    assertThat(write(second, Notebook.of("c"))).isEqualTo(0);
  }

  @Test
  void numbers_of_an_entity_have_no_gaps_and_no_order_of_its_own() {
    ActorTestKit kit = start();
    TestProbe<Long> probe = kit.createTestProbe();
    List<ActorRef<Command>> notebooks =
        IntStream.range(0, 8).mapToObj(i -> kit.spawn(Notebook.of("n" + i))).toList();
    for (int round = 0; round < 10; round++) {
      notebooks.forEach(notebook -> notebook.tell(new Command.Write(2, probe.getRef())));
    }
    probe.receiveSeveralMessages(80, SOON);
    List<Entry> all = all(kit, 7);

    assertThat(all).hasSize(160).isSortedAccordingTo(Comparator.comparingLong(Entry::ordering));
    assertThat(all).extracting(Entry::ordering).doesNotHaveDuplicates();
    assertThat(all).allMatch(entry -> entry.sequence() == Notebook.number(entry.event()));
    assertThat(numbers(all).values())
        .hasSize(8)
        .allSatisfy(
            found ->
                assertThat(found)
                    .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).mapToObj(Long::valueOf).toList()));
  }

  @Test
  void events_before_a_snapshot_are_deleted_and_not_needed() {
    ActorTestKit first = start();
    TestProbe<Long> written = first.createTestProbe();
    TestProbe<Long> deleted = first.createTestProbe();
    ActorRef<Command> notebook =
        first.spawn(Notebook.forgetting("f", 5, last -> deleted.getRef().tell(last)));
    for (int i = 0; i < 12; i++) {
      notebook.tell(new Command.Write(1, written.getRef()));
    }
    written.receiveSeveralMessages(12, SOON);
    assertThat(deleted.receiveMessage(SOON)).isEqualTo(5);
    write(first, Notebook.of("g"), 1);
    stop(first);
    ActorTestKit second = start();

    assertThat(write(second, Notebook.of("f"), 1)).isEqualTo(13);
    assertThat(numbers(all(second, 2)))
        .isEqualTo(Map.of("f", List.of(6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L), "g", List.of(1L)));
  }

  @Test
  void an_ordered_reader_goes_on_where_it_was() {
    ActorTestKit kit = start();
    OrderedEvents events = Journal.get(kit.system()).events();
    assertThat(events.after(0, 10)).isEqualTo(new OrderedEvents.Page(List.of(), 0));
    write(kit, Notebook.of("a"), 3);
    OrderedEvents.Page page = events.after(0, 2);
    write(kit, Notebook.of("b"), 1);
    OrderedEvents.Page rest = events.after(page.last(), 10);

    assertThat(numbers(page.entries())).isEqualTo(Map.of("a", List.of(1L, 2L)));
    assertThat(numbers(rest.entries())).isEqualTo(Map.of("a", List.of(3L), "b", List.of(1L)));
    assertThat(events.after(rest.last(), 10).entries()).isEmpty();
  }

  @Test
  void a_journal_that_is_there_says_so() {
    Journal.get(start().system()).check(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void kill_9_loses_nothing_that_was_acknowledged(long seed) throws IOException {
    Map<String, Long> acknowledged = new TreeMap<>();
    try (ChildJvm child = ChildJvm.start(Notebook.class, node(), "16")) {
      int lines = 100 + new Random(seed).nextInt(400);
      for (int i = 0; i < lines; i++) {
        note(acknowledged, child.line("kept"));
      }
      child.kill().forEach(line -> note(acknowledged, line));
    }
    Map<String, List<Long>> found = numbers(all(start(), 1000));

    assertThat(acknowledged).isNotEmpty();
    acknowledged.forEach(
        (name, last) ->
            assertThat(found.get(name))
                .as(name)
                .startsWith(
                    IntStream.rangeClosed(1, Math.toIntExact(last))
                        .mapToObj(Long::valueOf)
                        .toArray(Long[]::new)));
  }

  /** A line that the kill has cut was never acknowledged. */
  private static void note(Map<String, Long> acknowledged, String line) {
    Matcher kept = KEPT.matcher(line);
    if (kept.matches()) {
      acknowledged.merge(kept.group(1), Long.parseLong(kept.group(2)), Math::max);
    }
  }
}
