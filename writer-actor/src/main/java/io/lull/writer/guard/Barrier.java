package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.database.Server;
import io.lull.writer.pgbouncer.Console;
import io.lull.writer.pgbouncer.Console.Answer;
import io.lull.writer.pgbouncer.ConsoleException;
import io.lull.writer.pgbouncer.Pooler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A PgBouncer that lets nobody through.
 *
 * <p>It stays so when whoever told it to is gone, also if he went while it still waited for running
 * transactions.
 *
 * @param databases which of those that it knows; none for all
 * @param mark the name of the connection that pauses, by which others see that it is gone
 */
public record Barrier(Pooler pooler, List<String> databases, String mark) implements Holdable {
  static final String KIND = "pgbouncer";

  /** It answers in a moment, or the machine is busy, or it stands still itself. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** To show that one knows the password takes a while on a busy machine. */
  private static final Duration LOGIN = Duration.ofSeconds(5);

  private static final String MARK = "lull ";
  private static final String RESCUE = "lull resumes";
  private static final Duration END = Duration.ofMillis(500);
  private static final int ROUNDS = 3;
  private static final long LOOK_NANOS = 5_000_000;

  public Barrier {
    databases = List.copyOf(databases);
    for (String name : databases) {
      // The console knows no way to say such a name.
      if (name.isEmpty() || name.chars().anyMatch(c -> c == '"' || Character.isISOControl(c))) {
        throw new IllegalArgumentException("expected names of databases without quotes");
      }
    }
  }

  /** One for this hold and no other. */
  public static Barrier of(Pooler pooler, List<String> databases, HoldToken token) {
    return new Barrier(pooler, databases, MARK + token.hex());
  }

  /** What to tell it, in this order. */
  List<String> commands(String verb) {
    return databases.isEmpty()
        ? List.of(verb)
        : databases.stream().map(name -> verb + " \"" + name + "\"").toList();
  }

  @Override
  public GuardedHold open(Admission admission) throws GuardException {
    Console console = connect(mark);
    try {
      refusePaused(console);
      return new BarrierHold(this, console);
    } catch (GuardException | RuntimeException refused) {
      console.close();
      throw refused;
    }
  }

  /**
   * Connects, and goes once through what has to be in memory when it ends: a command that does
   * nothing is refused, unless this user may do nothing at all.
   */
  private Console connect(String name) throws GuardException {
    try {
      Console console = pooler.open(name, LOGIN);
      try {
        demandRights(console);
        return console;
      } catch (IOException | RuntimeException failed) {
        console.close();
        throw failed;
      }
    } catch (IOException failed) {
      throw failed(failed, pooler + " to let " + pooler.user() + " pause and resume");
    }
  }

  /** Refuses a user who is told everything and may do nothing. */
  public static void demandRights(Console console) throws IOException {
    try {
      console.ask("RESUME \"pgbouncer\"", PATIENCE);
    } catch (ConsoleException said) {
      if (!said.isNotPaused()) {
        throw said;
      }
    }
  }

  /** Pausing one that somebody else has paused succeeds, and so would ending that. */
  private void refusePaused(Console console) throws GuardException {
    try {
      for (String name : paused(console)) {
        if (databases.contains(name)) {
          throw GuardException.expected(
              Failure.HOLD_REFUSED,
              "to pause " + shown(),
              "somebody else has paused "
                  + name
                  + " already, and is left alone; begin again when it is resumed");
        }
      }
    } catch (IOException failed) {
      throw failed(failed, pooler + " to say what is paused");
    }
  }

  static List<String> paused(Console console) throws IOException {
    return console.ask("SHOW DATABASES", PATIENCE).rows().stream()
        .filter(row -> "1".equals(row.get("paused")))
        .map(row -> row.getOrDefault("name", ""))
        .toList();
  }

  static GuardException failed(IOException failed, String expected) {
    Failure failure =
        switch (failed) {
          case ConsoleException _ -> Failure.WRITER_NON_RETRYABLE;
          case SocketTimeoutException _ -> Failure.WRITER_TIMEOUT;
          default -> Failure.WRITER_RETRYABLE;
        };
    String said = String.valueOf(failed.getMessage());
    return GuardException.expected(
        failure, expected, failed instanceof ConsoleException ? "it said: " + said : said);
  }

  /**
   * Resumes, on a connection that may have a pause under way, the first so many databases.
   *
   * @return whether any was paused
   */
  boolean resume(Console console, int count, BooleanSupplier wanted) throws IOException {
    boolean resumed = false;
    for (String command : commands("RESUME").subList(0, count)) {
      console.send(command);
      resumed |= resumed(console, wanted);
    }
    return resumed;
  }

  private static boolean resumed(Console console, BooleanSupplier wanted) throws IOException {
    while (true) {
      try {
        Optional<Answer> answer = console.answer(wanted);
        if (answer.isEmpty()) {
          throw new SocketTimeoutException("no answer to RESUME");
        }
        if (answer.get().tag().equals("RESUME")) {
          return true;
        }
        // It is the answer to a pause that had been waited for no longer.
      } catch (ConsoleException refused) {
        if (refused.isNotPaused() || refused.isNoDatabase()) {
          return false;
        }
        throw refused;
      }
    }
  }

  /**
   * Resumes for somebody who has gone, and returns when nothing that he said can come after it.
   *
   * @return whether anything was paused
   */
  boolean rescue(Console console) throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    BooleanSupplier patient = () -> System.nanoTime() - until < 0;
    boolean resumed = resume(console, commands("RESUME").size(), patient);
    while (isThere(console)) {
      if (!patient.getAsBoolean()) {
        throw new SocketTimeoutException("the connection that paused it is still there");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return resume(console, commands("RESUME").size(), patient) || resumed;
  }

  private boolean isThere(Console console) throws IOException {
    return !console
        .ask("SHOW CLIENTS", PATIENCE, row -> mark.equals(row.get("application_name")))
        .rows()
        .isEmpty();
  }

  /** The same on a connection of its own. */
  boolean rescue() throws IOException {
    Optional<Console> console = reopen();
    if (console.isEmpty()) {
      return false;
    }
    try (Console open = console.get()) {
      return rescue(open);
    }
  }

  /** Connects once more, unless nobody listens: then nobody is paused either. */
  Optional<Console> reopen() throws IOException {
    try {
      return Optional.of(pooler.open(RESCUE, LOGIN));
    } catch (ConnectException nobody) {
      if (String.valueOf(nobody.getMessage()).contains("refused")) {
        return Optional.empty();
      }
      throw nobody;
    }
  }

  /** The node's connection is there before the pause: later there may be too many clients. */
  @Override
  public NodeHand reach(GuardProcess guard) throws GuardException {
    return new BarrierHand(this, connect(RESCUE), guard);
  }

  @Override
  public boolean letGo(GuardLife by) throws GuardException, InterruptedException {
    by.ask();
    // One that can still do its duty has it resumed by itself.
    if (!by.awaitGone(END)) {
      by.kill();
      var _ = by.awaitGone(PATIENCE);
    }
    for (int round = 1; ; round++) {
      try {
        return rescue();
      } catch (IOException failed) {
        if (round == ROUNDS) {
          throw new GuardException(
              Fault.expected(
                  Failure.THAW_FAILED,
                  shown() + " to resume",
                  String.valueOf(failed.getMessage())));
        }
        Thread.sleep(PATIENCE.toMillis());
      }
    }
  }

  @Override
  public void say(Lines lines) {
    lines
        .add("kind", KIND)
        .add(
            "thaw",
            "psql -h <bouncer> -p <port> -U <user> pgbouncer -c 'RESUME', with the name of each"
                + " database if there are any; or lull thaw --local")
        .add("bouncer", pooler.server().host())
        .add("port", pooler.server().port())
        .add("user", pooler.user())
        .addAll("password-file", pooler.passwordFile().stream().toList())
        .addAll("database", databases)
        .add("mark", mark);
  }

  static Barrier of(Lines lines) {
    List<String> files = lines.all("password-file");
    if (files.size() > 1) {
      throw new IllegalArgumentException("expected one password-file, but got " + files.size());
    }
    return new Barrier(
        new Pooler(
            new Server(lines.one("bouncer"), Integer.parseInt(lines.one("port"))),
            lines.one("user"),
            files.stream().findFirst()),
        lines.all("database"),
        lines.one("mark"));
  }

  @Override
  public String shown() {
    String all = databases.isEmpty() ? "" : " for " + String.join(", ", databases);
    return (pooler + all).replaceAll("\\p{Cntrl}", "?");
  }
}
