package io.lull.acceptance.cluster.child;

import io.lull.acceptance.cluster.child.Halts.Halt;
import io.lull.cluster.config.serialization.Refusals;
import io.lull.protocol.writer.WriterStep;
import io.lull.provider.test.TestProvider;
import io.lull.provider.test.Trick;
import io.lull.writer.test.Deed;
import io.lull.writer.test.Diary.What;
import io.lull.writer.test.TestWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What a test may tell a running node.
 *
 * <pre>
 *   halt s-1 7 BEFORE          halts at the write of the session's 7th event
 *   go s-1                     lets the session go on
 *   writes s-1                 says what the session has written in this process
 *   writer h1/db FREEZE HANG   the next time; says "hangs h1/db" when it does
 *   provider h1/main commit hang
 *   let-go h1/db               what hangs there goes on
 *   refusals of-all            says how many messages were refused, and why
 * </pre>
 */
final class Orders {
  private static final Map<String, TestWriter> WRITERS = new ConcurrentHashMap<>();
  private static final Map<String, TestProvider> PROVIDERS = new ConcurrentHashMap<>();

  private static final List<ActorSystem<?>> SYSTEMS = new CopyOnWriteArrayList<>();

  private Orders() {}

  static void to(ActorSystem<?> system) {
    SYSTEMS.add(system);
  }

  static void to(String name, TestWriter writer) {
    WRITERS.put(name, writer);
  }

  static void to(String name, TestProvider provider) {
    PROVIDERS.put(name, provider);
  }

  static void obey(String order) {
    List<String> words = List.of(order.split(" ", 3));
    String name = words.get(1);
    switch (words.getFirst()) {
      case "halt" -> halt(name, List.of(words.get(2).split(" ", 2)));
      case "go" -> Halts.HERE.go(name);
      case "writes" -> Halts.HERE.writes(name).forEach(w -> Console.say("wrote " + name + " " + w));
      case "refusals" ->
          SYSTEMS.forEach(
              system -> Console.say("refused " + new TreeMap<>(Refusals.get(system).counts())));
      case "writer" -> script(name, List.of(words.get(2).split(" ", 2)));
      case "provider" -> play(name, words.get(2));
      case "let-go" -> {
        Optional.ofNullable(WRITERS.get(name)).ifPresent(TestWriter::letGo);
        Optional.ofNullable(PROVIDERS.get(name)).ifPresent(TestProvider::letGo);
      }
      default -> throw new IllegalArgumentException("expected an order, but got " + order);
    }
    Console.say("obeyed " + order);
  }

  private static void play(String name, String trick) {
    TestProvider provider = Optional.ofNullable(PROVIDERS.get(name)).orElseThrow();
    Trick.parse(trick).forEach(provider::play);
    if (trick.endsWith(" hang")) {
      sayWhen(name, provider::awaitHanging);
    }
  }

  private static void halt(String session, List<String> where) {
    Halts.HERE.want(
        new Halt(session, Integer.parseInt(where.getFirst()), Halts.Side.valueOf(where.getLast())));
  }

  private static void script(String name, List<String> what) {
    TestWriter writer = Optional.ofNullable(WRITERS.get(name)).orElseThrow();
    WriterStep step = WriterStep.valueOf(what.getFirst());
    Deed.Kind deed = Deed.Kind.valueOf(what.getLast());
    long before = writer.diary().count(What.WAITS, step);
    writer.script().then(step, Deed.of(deed));
    if (deed == Deed.Kind.HANG) {
      sayWhen(name, () -> writer.diary().await(diary -> diary.count(What.WAITS, step) > before));
    }
  }

  @FunctionalInterface
  private interface Wait {
    void run() throws InterruptedException;
  }

  private static void sayWhen(String name, Wait wait) {
    Thread.startVirtualThread(
        () -> {
          try {
            wait.run();
            Console.say("hangs " + name);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
