package io.lull.writer.guard;

import io.lull.kernel.command.Marked;
import io.lull.kernel.command.Outcome;
import io.lull.kernel.command.ProgramFile;
import io.lull.kernel.command.Running;
import io.lull.kernel.command.UntrustedException;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The processes of one hold: calls its programs, and leaves nothing of them behind. Whoever ends
 * such a hold does it by this: the guard, the node without it, and the thaw by hand.
 *
 * <p>A program that failed, hung or was late may have frozen something all the same, and one that
 * was killed in the middle of a system call may still do so when that call returns. So it is killed
 * first, then what thaws is called, and that counts only if nothing of it was there any more
 * before.
 */
final class HookCalls {
  private static final String STEP = "LULL_STEP";
  private static final String NUMBER = "LULL_NUMBER";
  private static final String FREEZE = "freeze";
  private static final String THAW = "thaw";
  private static final String HELD = "held";

  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final int SAID_MAX = 240;

  private final Hooks what;
  private final TreeSet<Integer> standing = new TreeSet<>();
  // What these began with may still freeze something, unless it is killed.
  private final Set<Integer> suspects = new HashSet<>();
  private final Set<Integer> hung = new HashSet<>();
  private final Map<Integer, Running> running = new HashMap<>();
  private boolean rescuing;
  private boolean faithful = true;

  HookCalls(Hooks what) {
    this.what = what;
  }

  /** Of a hold that somebody else began, nobody knows how far. */
  static HookCalls ofAll(Hooks what) {
    HookCalls calls = new HookCalls(what);
    IntStream.range(0, what.hooks().size()).forEach(calls.standing::add);
    calls.suspects.addAll(calls.standing);
    return calls;
  }

  /**
   * Has one of them hold; from here on it has to be let go, whatever comes of this.
   *
   * @throws GuardException if it does not hold, as far as anybody knows; nothing of it runs then
   */
  void freeze(int number, BooleanSupplier wanted) throws GuardException {
    Hook hook = what.hooks().get(number);
    ProgramFile program = hook.freeze().program();
    demandSame(program);
    try {
      Running begun = start(hook.freeze(), FREEZE, number, hook.thaw().isEmpty());
      running.put(number, begun);
      standing.add(number);
      await(begun, hook, wanted);
      // Only a look before and one after can tell that it was this file which the kernel ran.
      demandSame(program);
    } catch (IOException cannot) {
      throw failed(Failure.WRITER_OUT_OF_RESOURCES, program, cannot.toString());
    } catch (GuardException failed) {
      suspects.add(number);
      kill(number);
      throw failed;
    }
  }

  private static void await(Running begun, Hook hook, BooleanSupplier wanted)
      throws GuardException {
    ProgramFile program = hook.freeze().program();
    while (!ended(begun, LOOK)) {
      if (!wanted.getAsBoolean()) {
        throw failed(
            Failure.HOLD_LAPSED,
            program,
            "its lease was over, or the hold given up, before it did");
      }
      String said = begun.said();
      if (hook.thaw().isEmpty() && said.contains("\n")) {
        if (!said.startsWith(HELD + "\n")) {
          throw failed(Failure.WRITER_RETRYABLE, program, "it said: " + end(said));
        }
        return;
      }
    }
    if (hook.thaw().isEmpty() || begun.status() != 0) {
      throw failed(Failure.WRITER_RETRYABLE, program, end(outcome(begun).complaint()));
    }
  }

  private static void demandSame(ProgramFile program) throws GuardException {
    try {
      program.demandSame();
    } catch (IOException | UntrustedException refused) {
      throw failed(
          Failure.WRITER_NON_RETRYABLE,
          program,
          why(refused) + "; look at it, and begin a new backup");
    }
  }

  private static GuardException failed(Failure failure, ProgramFile program, String but) {
    return GuardException.expected(failure, "the program " + program.path() + " to hold", but);
  }

  /**
   * Lets all go that may stand, the last one first: it may stand on what one before it holds.
   *
   * @return why one of them may still stand
   */
  Optional<String> letGo() {
    Map<Integer, String> failed = new TreeMap<>();
    Set<Integer> let = new TreeSet<>(Comparator.reverseOrder());
    for (int number : standing.descendingSet()) {
      boolean trusted = !suspects.contains(number);
      Optional<String> why = letGo(number);
      why.ifPresent(text -> failed.put(number, text));
      if (why.isEmpty() && trusted) {
        let.add(number);
      }
    }
    // One look for all of them, when none waits for it any more.
    if (!let.isEmpty() && Marked.by(Map.of(Hooks.HOLD, token(), STEP, FREEZE)).any()) {
      for (int number : let) {
        if (marked(FREEZE, number).any()) {
          // What it left running to hold still has not let go when it was told to.
          suspects.add(number);
          letGo(number).ifPresent(text -> failed.put(number, text));
        }
      }
    }
    standing.retainAll(failed.keySet());
    faithful &= failed.isEmpty();
    return failed.values().stream().findFirst();
  }

  private Optional<String> letGo(int number) {
    Hook hook = what.hooks().get(number);
    if (hook.thaw().isEmpty()) {
      return closeInput(number, hook);
    }
    Hook.Call thaw = hook.thaw().get();
    boolean gone = !suspects.contains(number) || kill(number);
    // Called all the same: it may be that only this frees what cannot be killed.
    Optional<String> failed = callThaw(number, thaw);
    return gone ? failed : Optional.of(stuck(thaw));
  }

  /** Whether all of them did what they should, until the end. */
  boolean isFaithful() {
    return faithful;
  }

  /** As {@link #letGo}, when it is certain that nobody begins or ends this hold any more. */
  Optional<String> rescue() {
    boolean dies = what.hooks().stream().allMatch(hook -> hook.thaw().isEmpty());
    if (!rescuing && !dies) {
      // Those of a thaw which that somebody began are among them, or there would be two of it.
      Marked.by(Map.of(Hooks.HOLD, token())).kill(PATIENCE);
    }
    rescuing = true;
    return letGo();
  }

  private Optional<String> closeInput(int number, Hook hook) {
    Running held = running.get(number);
    if (held == null) {
      // The guard had the other end of its standard input, and has died.
      marked(FREEZE, number).awaitNone(what.limit());
    } else {
      boolean early = !held.isAlive();
      held.closeInput();
      faithful &= !early && ended(held, what.limit()) && held.status() == 0;
    }
    return kill(number) ? Optional.empty() : Optional.of(stuck(hook.freeze()));
  }

  private Optional<String> callThaw(int number, Hook.Call call) {
    String path = call.program().path();
    // Of those that nobody can kill there is never more than one.
    if (hung.contains(number) && !marked(THAW, number).kill(PATIENCE)) {
      return Optional.of(stuck(call));
    }
    try {
      // Another version of it may come in a hold, and is better than none.
      ProgramFile.identify(path);
      Running thaw = start(call, THAW, number, false);
      if (!ended(thaw, what.limit())) {
        hung.add(number);
        marked(THAW, number).kill(PATIENCE);
        thaw.kill();
        return Optional.of(path + " did not let go in " + what.limit().toMillis() + " ms");
      }
      return thaw.status() == 0
          ? Optional.empty()
          : Optional.of(path + ": " + end(outcome(thaw).complaint()));
    } catch (IOException | UntrustedException cannot) {
      return Optional.of(path + ": " + why(cannot));
    }
  }

  private static String stuck(Hook.Call call) {
    return "a process of "
        + call.program().path()
        + " cannot be killed: it is in a system call that does not return";
  }

  /** Kills what one of them began with; false if something of it is still there. */
  private boolean kill(int number) {
    Optional<Running> begun = Optional.ofNullable(running.get(number));
    // The number of a group that has long been empty may be somebody else's.
    boolean alive = begun.filter(Running::isAlive).isPresent();
    boolean gone = marked(FREEZE, number).kill(PATIENCE);
    if (alive) {
      begun.orElseThrow().kill();
    }
    return gone;
  }

  private Marked marked(String step, int number) {
    return Marked.by(Map.of(Hooks.HOLD, token(), STEP, step, NUMBER, Integer.toString(number)));
  }

  private String token() {
    return what.words().getOrDefault(Hooks.HOLD, "");
  }

  /** Nothing of the environment of this process is theirs, which may have secrets in it. */
  private Running start(Hook.Call call, String step, int number, boolean input) throws IOException {
    Map<String, String> environment = new HashMap<>(what.words());
    environment.put(STEP, step);
    environment.put(NUMBER, Integer.toString(number));
    Map<String, String> all = Hooks.environment(environment);
    return LastKilled.startAsOthers(() -> Running.startOpen(call.line(), all, input));
  }

  private static boolean ended(Running process, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    return whatever(() -> process.await(Duration.ofNanos(Math.max(0, until - System.nanoTime()))));
  }

  private static Outcome outcome(Running process) {
    return whatever(process::ended);
  }

  /** Something that waits. */
  @FunctionalInterface
  private interface Wait<T> {
    T done() throws InterruptedException;
  }

  /** It goes on: an interrupt is no reason to leave anything frozen. */
  private static <T> T whatever(Wait<T> wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.done();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String why(Exception thrown) {
    return thrown instanceof UntrustedException ? String.valueOf(thrown.getMessage()) : "" + thrown;
  }

  /** The end of what it said, which is where tools say why, as one line. */
  private static String end(String text) {
    String said = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return said.length() <= SAID_MAX ? said : "… " + said.substring(said.length() - SAID_MAX);
  }
}
