package io.lull.writer.test;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.SystemUptime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What truly happened to a test writer, in order.
 *
 * <p>With a file, every line is there before the writer goes on, so that it can be read after a
 * {@code kill -9}; its moments are those of the machine's monotonic clock, which all processes of a
 * machine share.
 */
public final class Diary {
  private final Supplier<Uptime> clock;
  private final Optional<Path> file;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Stand> stands = new ArrayList<>();
  private @Nullable Uptime breaks;

  /** What happened at one moment. */
  public record Entry(
      Uptime at, What what, WriterStep step, Optional<SetId> set, Optional<HoldToken> token) {
    /** As a line of the file. */
    @Override
    public String toString() {
      return at.nanos()
          + " "
          + what
          + " "
          + step
          + " "
          + set.map(SetId::name).orElse("-")
          + " "
          + token.map(HoldToken::hex).orElse("-");
    }
  }

  /** What can happen. */
  public enum What {
    CALLED,
    WAITS,
    RETURNED,
    THREW,
    INTERRUPTED,
    STANDS_STILL,
    RUNS_AGAIN
  }

  public Diary(Supplier<Uptime> clock, Optional<Path> file) {
    this.clock = clock;
    this.file = file;
  }

  /** In memory, by the clock of this machine. */
  public static Diary inMemory() {
    return new Diary(SystemUptime.INSTANCE, Optional.empty());
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** How often a step was called. */
  public long calls(WriterStep step) {
    return count(What.CALLED, step);
  }

  /** How often this happened at a step. */
  public synchronized long count(What what, WriterStep step) {
    return entries.stream().filter(e -> e.what() == what && e.step() == step).count();
  }

  public synchronized List<Stand> stands() {
    look();
    return List.copyOf(stands);
  }

  public synchronized boolean isFrozen() {
    look();
    return !stands.isEmpty() && stands.getLast().stands();
  }

  /** Waits until so much has happened; what has not happened yet wakes it up. */
  public synchronized void await(Predicate<Diary> happened) throws InterruptedException {
    while (!happened.test(this)) {
      wait();
    }
  }

  synchronized void note(What what, WriterStep step, Optional<SetId> set) {
    add(new Entry(clock.get(), what, step, set, Optional.empty()));
  }

  /** False if it stands still already. */
  synchronized boolean freezes(HoldToken token, SetId set, @Nullable Uptime breaksAt) {
    if (isFrozen()) {
      return false;
    }
    Uptime now = clock.get();
    stands.add(new Stand(token, set, now, Optional.empty(), Optional.empty()));
    breaks = breaksAt;
    add(new Entry(now, What.STANDS_STILL, WriterStep.FREEZE, Optional.of(set), Optional.of(token)));
    return true;
  }

  /** Whether it stood until now by this token. */
  synchronized boolean runsAgain(HoldToken token, Stand.End why) {
    look();
    boolean stood = isFrozen() && stands.getLast().token().equals(token);
    if (stood) {
      over(clock.get(), why);
    }
    return stood;
  }

  synchronized Optional<Stand> standing() {
    look();
    return isFrozen() ? Optional.of(stands.getLast()) : Optional.empty();
  }

  Uptime now() {
    return clock.get();
  }

  /** A hold that was to break has done so when its moment is past, whether or not one looked. */
  private void look() {
    if (breaks != null && !clock.get().isBefore(breaks)) {
      over(breaks, Stand.End.BROKEN);
    }
  }

  private void over(Uptime at, Stand.End why) {
    breaks = null;
    Stand last = stands.removeLast();
    stands.add(last.over(at, why));
    add(
        new Entry(
            at,
            What.RUNS_AGAIN,
            WriterStep.THAW,
            Optional.of(last.set()),
            Optional.of(last.token())));
  }

  private void add(Entry entry) {
    entries.add(entry);
    notifyAll();
    file.ifPresent(
        path -> {
          try {
            Files.writeString(
                path,
                entry + System.lineSeparator(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
