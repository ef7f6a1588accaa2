package io.lull.writer.source.sqlite.wal;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Keeps the chain of logs of one instance, and holds the WAL of each of its databases as long as
 * there is one. What it fails to do leaves nothing held; the next call looks whether the chain can
 * go on, by what the WAL has at the position where the logs end.
 *
 * <p>Only in a process of its own.
 */
final class WalHolder implements AutoCloseable {
  /** How long somebody may keep the lock of the writer before that is a failure. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How long writers wait for it at most, however many databases there are. */
  private static final Duration LOCK = Duration.ofSeconds(1);

  private final WalLogs logs;
  private final long limit;
  private final SortedMap<String, Path> databases;
  private final InstantSource clock;
  private final Consumer<String> warn;
  private final WriterLease lease;
  private final List<HeldDatabase> held = new ArrayList<>();

  /** What the chain goes on with. */
  record Begun(long next, boolean fresh) {}

  /**
   * Nothing is held yet.
   *
   * @param limit how many bytes a WAL may take before it is let go
   * @param warn told what its user should know
   * @param lease told how long writers wait
   */
  WalHolder(
      WalLogs logs,
      long limit,
      SortedMap<String, Path> databases,
      InstantSource clock,
      Consumer<String> warn,
      WriterLease lease) {
    this.logs = logs;
    this.limit = limit;
    this.databases = databases;
    this.clock = clock;
    this.warn = warn;
    this.lease = lease;
  }

  /**
   * Goes on with the chain, or begins one; what is copied from now on needs the logs from there.
   */
  Begun begin() throws IOException, SourceException {
    Optional<Chain> known = chain();
    if (known.filter(chain -> chain.broken().isEmpty()).isPresent()) {
      try {
        return new Begun(held(known.get(), after(PATIENCE)).next(), false);
      } catch (BrokenChainException broken) {
        known = Optional.of(broken(known.get(), broken.why()));
      }
    }
    return new Begun(fresh(known), true);
  }

  /** A log that is there no more, or never was, is not between this chain and the one before. */
  private long fresh(Optional<Chain> before) throws IOException, SourceException {
    logs.make();
    // Numbers go on with the time, so that also where all that is known was lost, none comes again.
    long next = Math.max(before.map(Chain::next).orElse(0L) + 1, clock.instant().getEpochSecond());
    boolean done = false;
    try {
      long until = after(PATIENCE);
      open(until);
      SortedMap<String, Chain.Link> links = new TreeMap<>();
      for (HeldDatabase database : held) {
        Path path = path(database);
        links.put(database.name(), Chain.Link.ending(path, inode(path), database.end(until)));
      }
      new Chain(next, Optional.empty(), links).write(logs.directory());
      release();
      done = true;
      return next;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** Opens all and begins their hold, under the locks of their writers. */
  private void open(long until) throws IOException, SourceException {
    for (Map.Entry<String, Path> database : databases.entrySet()) {
      held.add(HeldDatabase.open(database.getKey(), database.getValue(), lease, until));
    }
    while (!locked(after(LOCK))) {
      for (HeldDatabase database : held) {
        database.unlock();
      }
      if (System.nanoTime() - until > 0) {
        throw new SourceException(
            Fault.expected(
                Failure.WRITER_TIMEOUT,
                "to keep writers out for a moment, of " + databases.values(),
                "somebody was writing for " + PATIENCE.toSeconds() + " s; try again"));
      }
    }
    for (HeldDatabase database : held) {
      database.hold(until);
    }
  }

  private boolean locked(long until) throws IOException {
    for (HeldDatabase database : held) {
      if (!database.lock(until)) {
        return false;
      }
    }
    return true;
  }

  /** Makes sure that the WAL is held, and has been since the last log or as good as. */
  private Chain held(Chain chain, long until)
      throws IOException, SourceException, BrokenChainException {
    if (!held.isEmpty()) {
      return chain;
    }
    if (!paths(chain).equals(databases)) {
      throw new BrokenChainException("the databases are not those of its settings any more");
    }
    boolean done = false;
    try {
      open(until);
      for (HeldDatabase database : held) {
        Chain.Link link = link(chain, database);
        Path path = path(database);
        if (inode(path) != link.inode()) {
          throw new BrokenChainException(path + " is another file than it was");
        }
        if (!database.goesOnAt(link.position(), until)) {
          throw new BrokenChainException(
              "the WAL of " + path + " was begun anew while this node did not hold it");
        }
      }
      Chain after = logged(chain, false);
      done = true;
      return after;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private Path path(HeldDatabase database) {
    return Optional.ofNullable(databases.get(database.name())).orElseThrow();
  }

  private static SortedMap<String, Path> paths(Chain chain) {
    SortedMap<String, Path> paths = new TreeMap<>();
    chain.links().forEach((name, link) -> paths.put(name, link.path()));
    return paths;
  }

  /** Makes a log of all that was committed since the last one. */
  long roll() throws IOException, SourceException {
    Chain chain = chain().orElseThrow(() -> missing("no logs are kept here"));
    if (chain.broken().isPresent()) {
      throw missing(chain.broken().get());
    }
    boolean done = false;
    try {
      Chain held = held(chain, after(PATIENCE));
      stayed();
      long next = logged(held, true).next();
      done = true;
      return next;
    } catch (BrokenChainException broken) {
      throw missing(broken(chain, broken.why()).broken().orElseThrow());
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private static SourceException missing(String why) {
    return new SourceException(
        Fault.expected(
            Failure.MISSING_FILE_TO_BACKUP,
            "an unbroken chain of logs",
            why + "; take a full stream, with which a new chain begins"));
  }

  private void stayed() throws IOException, BrokenChainException {
    for (HeldDatabase database : held) {
      if (database.hasMoved()) {
        throw new BrokenChainException(path(database) + " is another file than it was");
      }
    }
  }

  /** Copies what is new, most of it while writers write. */
  private Chain logged(Chain chain, boolean also) throws IOException {
    logs.begin();
    long atLast = after(PATIENCE);
    SortedMap<String, WalCopy> copies = new TreeMap<>();
    SortedMap<String, WalPosition> positions = new TreeMap<>();
    try {
      for (HeldDatabase database : held) {
        WalCopy copy = new WalCopy(logs.fresh(database.name()));
        copies.put(database.name(), copy);
        positions.put(database.name(), link(chain, database).position());
      }
      if (also) {
        copyMost(copies, positions, atLast);
      }
      long until = after(LOCK);
      for (HeldDatabase database : held) {
        WalPosition from = get(positions, database);
        WalPosition to = database.copyRest(from, get(copies, database), until, atLast);
        positions.put(database.name(), to);
      }
      for (WalCopy copy : copies.values()) {
        copy.force();
      }
    } finally {
      for (WalCopy copy : copies.values()) {
        copy.close();
      }
    }
    Chain after = finish(chain, also, copies, positions);
    release();
    return after;
  }

  private void copyMost(
      SortedMap<String, WalCopy> copies, SortedMap<String, WalPosition> positions, long atLast)
      throws IOException {
    for (HeldDatabase database : held) {
      WalCopy copy = get(copies, database);
      positions.put(database.name(), database.copy(get(positions, database), copy, atLast));
      copy.force();
      database.advance(atLast);
    }
    long until = after(LOCK);
    for (HeldDatabase database : held) {
      // Where it cannot be had, the WAL goes on growing until the next time.
      var _ = database.lock(until);
    }
  }

  /** Only when both are durable may frames go. */
  private Chain finish(
      Chain chain,
      boolean also,
      SortedMap<String, WalCopy> copies,
      SortedMap<String, WalPosition> positions)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    boolean any = also;
    for (HeldDatabase database : held) {
      long frames = get(copies, database).frames();
      any |= frames > 0;
      parts.add(
          new Part(database.name(), link(chain, database).end(), get(positions, database), frames));
    }
    if (!any) {
      return chain;
    }
    logs.finish(chain.next(), parts);
    Chain after = chain.advanced(positions);
    after.write(logs.directory());
    return after;
  }

  private static Chain.Link link(Chain chain, HeldDatabase database) {
    return Optional.ofNullable(chain.links().get(database.name())).orElseThrow();
  }

  private static <T> T get(SortedMap<String, T> all, HeldDatabase database) {
    return Optional.ofNullable(all.get(database.name())).orElseThrow();
  }

  private void release() throws IOException {
    long until = after(LOCK);
    for (HeldDatabase database : held) {
      database.release(until);
    }
  }

  /** Nothing builds on the chain that was begun, so nothing is held for it. */
  void drop() throws IOException {
    Optional<Chain> chain = chain().filter(known -> known.broken().isEmpty());
    if (chain.isPresent()) {
      var _ = broken(chain.get(), "the full stream with which it began was not finished");
    }
  }

  /** What has to be done now and then; holds again what it can. */
  void tick() throws IOException {
    Optional<Chain> known = chain().filter(chain -> chain.broken().isEmpty());
    if (known.isEmpty()) {
      return;
    }
    try {
      Chain chain = held(known.get(), after(LOCK));
      stayed();
      begunAnew(chain);
      for (HeldDatabase database : held) {
        if (database.hasOutgrown(limit)) {
          throw new BrokenChainException(
              "the WAL of "
                  + path(database)
                  + " has grown beyond wal-limit, "
                  + limit
                  + " bytes, since the last stream, and was let go");
        }
      }
    } catch (BrokenChainException broken) {
      var _ = broken(known.get(), broken.why());
      warn.accept("the chain of logs ends: " + broken.why() + "; the next stream has to be full");
    } catch (SourceException later) {
      // Somebody has locked it just now.
    }
  }

  /**
   * Notes each WAL that was begun anew while it was held, so that another life of this process
   * knows that nothing lies between.
   */
  private void begunAnew(Chain chain) throws IOException {
    Chain now = chain;
    for (HeldDatabase database : held) {
      WalPosition start = database.start();
      if (!start.equals(WalPosition.NONE) && !start.sameWal(link(now, database).position())) {
        now = now.at(database.name(), start);
      }
    }
    if (!now.equals(chain)) {
      now.write(logs.directory());
    }
  }

  private Chain broken(Chain chain, String why) throws IOException {
    close();
    // A log may have been made since that was read.
    Chain broken = chain().orElse(chain).broken(why);
    broken.write(logs.directory());
    return broken;
  }

  private Optional<Chain> chain() throws IOException {
    return Chain.read(logs.directory());
  }

  private static long inode(Path path) throws IOException {
    return (Long) Files.getAttribute(path, "unix:ino");
  }

  private static long after(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  /** Lets go of everything; the chain stays as it is. */
  @Override
  public void close() {
    held.forEach(HeldDatabase::close);
    held.clear();
  }
}
