package io.lull.demo;

import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Choice;
import io.lull.coordinator.client.Created;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.session.Policy;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.SessionView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What is shown, in its order. */
final class Story {
  private static final int TRIES = 10;
  private static final int BETWEEN = 50;
  private static final String SLOW = "slow";

  // Whatever takes longer than this does not come any more.
  private static final Duration LONGEST = Duration.ofMinutes(1);

  // A freeze that nobody ends must be over soon enough to watch.
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Policy POLICY =
      new Policy(
          Limits.defaults()
              .with(Setting.HOLD, LEASE)
              .with(Setting.FREEZE, Duration.ofMillis(1500))
              .with(Setting.COMMIT, Duration.ofMillis(1500))
              .with(Setting.THAW, Duration.ofSeconds(1))
              .requireValid(),
          Grade.APPLICATION,
          true);

  /** A writer that takes its time, so that there is something to see when somebody dies. */
  private static final String SLOW_WRITER =
      "writers.%s { kind = test, components = \"%s\", level = system, freeze = \"delay always 20s\" }\n"
          .formatted(SLOW, SLOW);

  private static final Choice OURS =
      new Choice(
          Sorted.set(
              List.of(
                  new WriterId(new HostId("bank"), "front"),
                  new WriterId(new HostId("north"), "accounts"),
                  new WriterId(new HostId("south"), "accounts"))),
          Sorted.set(List.of()));

  private final Cast cast;
  private final Screen screen;
  private final Desk desk;

  Story(Cast cast, Screen screen) {
    this.cast = cast;
    this.screen = screen;
    this.desk = cast.desk();
  }

  /**
   * Tells it.
   *
   * @return whether everything went as promised
   */
  boolean tell() throws Exception {
    long began = System.nanoTime();
    screen.title("One coordinator and three hosts, each a process of its own");
    Child coordinator = cast.coordinator();
    List<Child> children =
        List.of(coordinator, cast.host("north", ""), cast.host("south", SLOW_WRITER));
    LullNode host = cast.bankHost();
    cast.awaitHosts(children);
    screen.line("ready after " + seconds(System.nanoTime() - began));
    Bank bank = cast.bank();
    bank.await(BETWEEN);
    screen.line(
        "a bank moves money between files on host bank and databases of SQLite on north and"
            + " south;");
    screen.line("in the middle of a move it is in neither. In all there is always as much.");
    boolean lost = uncoordinated(bank);
    Optional<SessionId> last = coordinated(bank, host);
    if (last.isPresent()) {
      picture(last.get());
    }
    boolean survived = killed(bank, host, coordinator);
    screen.title(
        "%d moves were made meanwhile; all of it took %s"
            .formatted(bank.moves(), seconds(System.nanoTime() - began)));
    return lost && last.isPresent() && survived;
  }

  /** One copy after the other, each of them good by itself. */
  private boolean uncoordinated(Bank bank) throws Exception {
    screen.title("%d copies without Lull, one store after the other".formatted(TRIES));
    List<Long> missing = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      Path to = Files.createDirectory(cast.scratch("plain-" + i));
      Map<Store, Path> copies = new LinkedHashMap<>();
      for (Store store : bank.stores()) {
        Path copy = to.resolve(store.directory().getFileName());
        store.copy(copy);
        copies.put(store, copy);
        bank.await(1);
      }
      missing.add(bank.missing(copies));
      Directories.remove(to);
    }
    long wrong = missing.stream().filter(sum -> sum != 0).count();
    screen.bad("%d of %d have lost or made money: %s".formatted(wrong, TRIES, missing));
    return wrong > 0;
  }

  /** Whole sets; empty unless each of them has all the money. */
  private Optional<SessionId> coordinated(Bank bank, LullNode host) throws Exception {
    screen.title("%d sets with Lull".formatted(TRIES));
    List<Long> missing = new ArrayList<>();
    Optional<SessionId> last = Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      bank.await(BETWEEN);
      Created created = backup(host, OURS, set -> missing.add(missing(bank, set)));
      last = Optional.of(created.session());
    }
    long wrong = missing.stream().filter(sum -> sum != 0).count();
    if (wrong > 0) {
      screen.bad("%d of %d have lost or made money: %s".formatted(wrong, TRIES, missing));
      return Optional.empty();
    }
    screen.good("none of %d has lost or made any: %s".formatted(TRIES, missing));
    return last;
  }

  /** What somebody does with a set while it exists. */
  @FunctionalInterface
  private interface Use {
    void of(Created created) throws Exception;
  }

  private static Created backup(LullNode host, Choice chosen, Use use) {
    return new Backup(
            POLICY,
            BackupType.COPY,
            chosen,
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            created ->
                CompletableFuture.supplyAsync(
                    () -> {
                      try {
                        use.of(created);
                        return Set.of();
                      } catch (Exception failed) {
                        throw new CompletionException(failed);
                      }
                    }))
        .run(host.client())
        .toCompletableFuture()
        .join();
  }

  private long missing(Bank bank, Created created) throws Exception {
    Map<Store, Path> copies = new LinkedHashMap<>();
    for (CopyView copy : desk.copies(created.certificate().set()).copies()) {
      for (Store store : bank.stores()) {
        if (copy.snapshot().volume().path().equals(store.directory().toString())) {
          copies.put(store, Path.of(copy.place().orElseThrow()));
        }
      }
    }
    if (copies.size() != bank.stores().size()) {
      throw new IllegalStateException(
          "expected a copy of each of %d stores, but found %d"
              .formatted(bank.stores().size(), copies.size()));
    }
    return bank.missing(copies);
  }

  private void picture(SessionId session) throws InterruptedException {
    screen.title("Who stood still in the last of them, and for how long");
    desk.timeline(session).ifPresent(screen::picture);
  }

  /** The worst moment: everybody waits for somebody who is no more. */
  private boolean killed(Bank bank, LullNode host, Child coordinator) throws Exception {
    screen.title("The coordinator is killed (kill -9) in the middle of a freeze");
    CompletableFuture<Boolean> refused =
        CompletableFuture.supplyAsync(() -> backup(host, Choice.EVERYTHING, _ -> {}))
            .handle((_, failure) -> failure != null);
    long still = standsStill(bank);
    SessionId session = desk.openSessions().getFirst().session();
    coordinator.kill();
    screen.line(
        "killed %s after the bank stood still; nobody is left to tell it to go on"
            .formatted(seconds(System.nanoTime() - still)));
    bank.await(1);
    long stood = System.nanoTime() - still;
    screen.good("it went on by itself after %s; its lease was %s".formatted(seconds(stood), LEASE));
    Child again = cast.coordinatorAgain();
    again.demandAlive();
    screen.line("the coordinator is started again, with what it had written down");
    Optional<SessionView> ended = outcome(session, again);
    if (ended.isEmpty()
        || ended.get().grade().isPresent()
        || !ended.get().unconfirmed().isEmpty()) {
      screen.bad("expected the session to be aborted, but it is " + ended);
      return false;
    }
    screen.good(
        "it has aborted the session: %s"
            .formatted(ended.get().failure().map(Object::toString).orElse("given up")));
    boolean told = refused.get();
    screen.good("and whoever asked for the backup was told that there is none");
    return told;
  }

  /** Since when nothing moves. */
  private static long standsStill(Bank bank) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    long moves = bank.moves();
    long since = System.nanoTime();
    while (System.nanoTime() - since < Duration.ofMillis(400).toNanos()) {
      Thread.sleep(5);
      if (bank.moves() != moves) {
        moves = bank.moves();
        since = System.nanoTime();
      }
      if (since - end > 0) {
        throw new IllegalStateException(
            "expected the bank to be frozen within " + LONGEST + ", but money moves");
      }
    }
    return since;
  }

  /** The session when it is over, or as it was seen last when that takes too long. */
  private Optional<SessionView> outcome(SessionId session, Child coordinator) throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    Optional<SessionView> seen = Optional.empty();
    for (long left = LONGEST.toNanos();
        left > 0 && seen.filter(SessionView::over).isEmpty();
        left = end - System.nanoTime()) {
      coordinator.demandAlive();
      Optional<SessionView> last = seen;
      seen = desk.whenOver(session, Duration.ofNanos(left)).or(() -> last);
      Thread.sleep(100);
    }
    return seen;
  }

  private static String seconds(long nanos) {
    return "%.1f s".formatted(nanos / 1e9);
  }
}
