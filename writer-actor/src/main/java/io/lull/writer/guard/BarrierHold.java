package io.lull.writer.guard;

import io.lull.protocol.failure.Failure;
import io.lull.writer.pgbouncer.Console;
import io.lull.writer.pgbouncer.ConsoleException;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A PgBouncer that is paused, in the guard. */
final class BarrierHold implements GuardedHold {
  private static final long PAUSE_NANOS = 20_000_000;

  private final Barrier what;
  private final Console console;
  private int asked;
  private boolean lost;
  private Map<String, String> served = Map.of();
  private boolean stands;

  BarrierHold(Barrier what, Console console) {
    this.what = what;
    this.console = console;
  }

  @Override
  public Optional<GuardException> conflict(
      Collection<GuardedHold> standing, Collection<GuardedHold> begun) {
    for (GuardedHold other : standing) {
      if (other instanceof BarrierHold hold && overlaps(hold.what)) {
        return Optional.of(
            GuardException.expected(
                Failure.HOLD_REFUSED,
                "to pause " + what.shown(),
                "it is paused already for another set or writer; name the databases of each"
                    + " writer, or wait until that is over"));
      }
    }
    return Optional.empty();
  }

  private boolean overlaps(Barrier other) {
    return other.pooler().server().equals(what.pooler().server())
        && (other.databases().isEmpty()
            || what.databases().isEmpty()
            || other.databases().stream().anyMatch(what.databases()::contains));
  }

  /** Waits for the transactions that run; if they take too long they are let go on. */
  @Override
  public void begin(BooleanSupplier wanted) throws GuardException {
    try {
      for (String command : what.commands("PAUSE")) {
        asked++;
        console.send(command);
        if (console.answer(wanted).isEmpty()) {
          letGo();
          throw withdrawn();
        }
      }
      served = served();
      stands = true;
    } catch (ConsoleException refused) {
      // What it refused to pause is not paused by this hold.
      asked--;
      letGo();
      throw refused(refused);
    } catch (IOException gone) {
      lost = true;
      letGo();
      throw Barrier.failed(gone, "to pause " + what.shown());
    }
  }

  private GuardException withdrawn() {
    return GuardException.expected(
        Failure.WRITER_TIMEOUT,
        "to pause " + what.shown() + " in the time for it",
        "a transaction went on for longer than that, and all others waited for it; find out which"
            + " with SHOW SERVERS, and see that transactions are short");
  }

  private GuardException refused(ConsoleException said) {
    if (said.isPausedAlready()) {
      return GuardException.expected(
          Failure.HOLD_REFUSED,
          "to pause " + what.shown(),
          "somebody else has paused it already, and is left alone; begin again when it is resumed");
    }
    return Barrier.failed(said, "to pause " + what.shown());
  }

  /**
   * How long its servers have worked, which grows with each answer of one. It counts queries when
   * they come, and so those as well that wait for a server.
   */
  private Map<String, String> served() throws IOException {
    Map<String, String> served = new TreeMap<>();
    for (Map<String, String> row : console.ask("SHOW STATS_TOTALS", Barrier.PATIENCE).rows()) {
      String name = row.getOrDefault("database", "");
      if (what.databases().isEmpty()
          ? !name.equals("pgbouncer")
          : what.databases().contains(name)) {
        served.put(name, row.get("xact_time") + " " + row.get("query_time"));
      }
    }
    return served;
  }

  /** Asked on the very connection that paused, which would not be there in another life of it. */
  private boolean stood() {
    if (!stands || lost) {
      return false;
    }
    try {
      return isPaused() && served().equals(served);
    } catch (IOException gone) {
      lost = true;
      return false;
    }
  }

  private boolean isPaused() throws IOException {
    if (!what.databases().isEmpty()) {
      return Barrier.paused(console).containsAll(what.databases());
    }
    // Not every version can say whether all of it is paused, but none pauses twice.
    try {
      var _ = console.ask("PAUSE", Barrier.PATIENCE);
      return false;
    } catch (ConsoleException said) {
      return said.isPausedAlready();
    }
  }

  @Override
  public boolean end() throws GuardException {
    boolean stood = stood();
    stands = false;
    try {
      resume();
    } catch (IOException failed) {
      lost = true;
      throw GuardException.expected(
          Failure.THAW_FAILED, what.shown() + " to resume", String.valueOf(failed.getMessage()));
    }
    return stood;
  }

  private void resume() throws IOException {
    if (!lost) {
      try {
        long until = System.nanoTime() + Barrier.PATIENCE.toNanos();
        var _ = what.resume(console, asked, () -> System.nanoTime() - until < 0);
        return;
      } catch (IOException gone) {
        lost = true;
      }
    }
    console.close();
    var _ = what.rescue();
  }

  /** Whoever hears that nothing stands can rely on it. */
  private void letGo() {
    while (true) {
      try {
        resume();
        return;
      } catch (IOException hangs) {
        lost = true;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public void close() {
    console.close();
  }
}
