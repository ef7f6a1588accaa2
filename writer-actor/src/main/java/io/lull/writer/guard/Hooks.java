package io.lull.writer.guard;

import static java.util.stream.Collectors.joining;

import io.lull.kernel.command.CommandLine;
import io.lull.kernel.command.UntrustedException;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An application that stands still by programs of others.
 *
 * @param hooks in the order in which they begin
 * @param words what they find in their environment; the token among it marks their processes
 * @param limit for one program to let go
 */
public record Hooks(List<Hook> hooks, Map<String, String> words, Duration limit)
    implements Holdable {
  static final String KIND = "script";

  /** By this word all processes of a hold are found again. */
  static final String HOLD = "LULL_HOLD";

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Duration ENOUGH = Duration.ofSeconds(5);
  private static final Duration SPARE = Duration.ofSeconds(1);
  private static final int ROUNDS = 3;

  private static boolean rehearsed;

  public Hooks {
    hooks = List.copyOf(hooks);
    words = Map.copyOf(words);
    if (hooks.isEmpty() || !words.containsKey(HOLD) || !limit.isPositive()) {
      throw new IllegalArgumentException("expected programs, the token of a hold and a limit");
    }
  }

  /**
   * Programs for one hold.
   *
   * @param left what is left of its lease
   */
  public static Hooks of(
      WriterId writer,
      SetId set,
      HoldToken token,
      Duration left,
      List<Hook> hooks,
      Duration limit) {
    return new Hooks(
        hooks,
        Map.of(
            HOLD,
            token.hex(),
            "LULL_SET",
            set.name(),
            "LULL_WRITER",
            writer.name(),
            "LULL_SECONDS",
            Long.toString(left.toSeconds())),
        limit);
  }

  /** All that a program finds in its environment, besides these words. */
  public static Map<String, String> environment(Map<String, String> words) {
    Map<String, String> all = new LinkedHashMap<>(words);
    all.put("PATH", PATH);
    all.put("LANG", "C");
    return Map.copyOf(all);
  }

  /**
   * Calls a program that does nothing, in every way in which others are called and ended: what has
   * to be loaded for that is, before anything stands still.
   */
  public static synchronized void rehearse() {
    if (rehearsed) {
      return;
    }
    rehearsed = true;
    try {
      Hook.Call idle = Hook.Call.identify(new CommandLine(List.of("/bin/true")));
      // Whoever else rehearses now is not to kill it.
      HoldToken token = new HoldToken("%032x".formatted(ProcessHandle.current().pid()));
      WriterId writer = new WriterId(new HostId("rehearsal"), "rehearsal");
      List<Hook> hooks = List.of(new Hook(idle, Optional.of(idle)));
      Hooks what = of(writer, new SetId("rehearsal"), token, Duration.ZERO, hooks, ENOUGH);
      HookCalls calls = new HookCalls(what);
      calls.freeze(0, () -> true);
      var _ = calls.letGo();
      var _ = HookCalls.ofAll(what).rescue();
    } catch (GuardException | IOException | UntrustedException notHere) {
      // A machine on which nobody can call programs needs none of this.
    }
  }

  @Override
  public GuardedHold open(Admission admission) {
    return new HookHold(this);
  }

  @Override
  public NodeHand reach(GuardProcess guard) {
    return new HookHand(this, guard);
  }

  /** Tries a few times; whoever calls it can be told why it did not succeed. */
  @Override
  public boolean letGo(GuardLife by) throws GuardException, InterruptedException {
    by.ask();
    // One that can still do its duty has them let go by itself, which takes its time.
    var _ = by.awaitGone(margin());
    by.kill();
    var _ = by.awaitGone(SPARE);
    HookCalls calls = HookCalls.ofAll(this);
    for (int round = 1; ; round++) {
      var failed = calls.rescue();
      if (failed.isEmpty()) {
        return true;
      }
      if (round == ROUNDS) {
        throw new GuardException(
            Fault.expected(Failure.THAW_FAILED, shown() + " to let go", failed.get()));
      }
      Thread.sleep(SPARE);
    }
  }

  /** Each may take its time to let go, and one of them may have to be tried twice. */
  @Override
  public Duration margin() {
    return limit.multipliedBy(hooks.size() + 1L).plus(SPARE);
  }

  @Override
  public void say(Lines lines) {
    lines.add("kind", KIND).add("limit", limit.toMillis());
    Hook.say(lines, hooks);
    new TreeMap<>(words).forEach(lines::add);
  }

  static Hooks of(Lines lines) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : List.of(HOLD, "LULL_SET", "LULL_WRITER", "LULL_SECONDS")) {
      words.put(word, lines.one(word));
    }
    return new Hooks(Hook.all(lines), words, Duration.ofMillis(lines.number("limit")));
  }

  @Override
  public String shown() {
    // Names of files go to a terminal here.
    return hooks.stream()
        .map(hook -> hook.freeze().program().path().replaceAll("\\p{Cntrl}", "?"))
        .collect(joining(", ", "what stands still by ", ""));
  }
}
