package io.lull.writer.sqlite;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.database.Faults;
import io.lull.writer.database.Places;
import io.lull.writer.guard.Blocking;
import io.lull.writer.guard.DatabaseProbe;
import io.lull.writer.guard.Databases;
import io.lull.writer.guard.GuardException;
import io.lull.writer.guard.Guards;
import io.lull.writer.guard.HeldByGuard;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Locks SQLite databases against writing, by the guard.
 *
 * <p>This process never opens one: what has to be looked at is looked at by a process that lives
 * for that alone.
 */
final class SqliteWriter implements Writer {
  private static final Duration IDENTIFY = Duration.ofSeconds(20);
  private static final int NAMED = 3;

  private final SqliteSettings settings;
  private final DatabaseFiles files;
  private final Places places;
  private final HeldByGuard holds;
  private final Map<SetId, Prepared> prepared = new ConcurrentHashMap<>();

  /**
   * What PrepareForSnapshot found.
   *
   * @param ended when the hold ended, by the clock that files are dated by
   */
  private record Prepared(
      SortedSet<Path> found, Databases databases, AtomicReference<Instant> ended) {}

  SqliteWriter(SqliteSettings settings, Guards guards) {
    this.settings = settings;
    this.files = new DatabaseFiles(settings.databases());
    this.places = new Places(settings.writer().host(), settings.volumes());
    this.holds = new HeldByGuard(settings.writer(), guards);
  }

  @Override
  public void start() throws WriterException, InterruptedException {
    holds.prepare();
  }

  @Override
  public WriterMetadata describe() throws Exception {
    return Blocking.call("identify " + settings.writer(), this::identify);
  }

  private WriterMetadata identify() throws Exception {
    SortedSet<Path> found = look(DatabaseProbe.Task.LOOK, IDENTIFY);
    holds.prepare();
    Set<Volume> volumes = places.volumes(directories(found));
    return new WriterMetadata(
        settings.writer(),
        settings.level(),
        settings.hold(),
        HoldKind.APPLICATION_AND_FILES,
        settings.behind(),
        RestoreMethod.STOP_RESTORE_START,
        settings.components().stream().map(id -> new Component(id, volumes, true, true)).toList(),
        List.of());
  }

  /** All databases of now; refuses if one of them could not be locked. */
  private SortedSet<Path> look(DatabaseProbe.Task task, Duration limit) throws Exception {
    SortedSet<Path> found = files.find();
    files.demand(found);
    Map<String, Fault> faults = probe(task, found, limit);
    if (!faults.isEmpty()) {
      throw new WriterException(summary(faults));
    }
    return found;
  }

  private static Map<String, Fault> probe(
      DatabaseProbe.Task task, Collection<Path> paths, Duration limit) throws Exception {
    return DatabaseProbe.run(task, paths.stream().map(Path::toString).toList(), limit);
  }

  /** The first failure of them, and the names of some. */
  private static Fault summary(Map<String, Fault> faults) {
    Fault first = faults.values().iterator().next();
    String some =
        faults.entrySet().stream()
            .limit(NAMED)
            .map(one -> one.getKey() + ": " + one.getValue().detail())
            .collect(Collectors.joining("; "));
    int more = faults.size() - NAMED;
    return new Fault(first.failure(), some + (more > 0 ? "; and " + more + " more" : ""));
  }

  private static Set<Path> directories(Collection<Path> found) {
    return found.stream().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Collection<FoundHold> leftBehind() throws IOException, InterruptedException {
    return holds.leftBehind();
  }

  /** What is in the logs is brought into the databases now, so that the copies have it there. */
  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    return Blocking.call(
        "prepare " + settings.writer(),
        () -> {
          SortedSet<Path> found = look(DatabaseProbe.Task.PREPARE, context.limit());
          places.demand(directories(found), volumes);
          holds.prepare();
          try {
            Databases databases = Databases.identify(found.stream().map(Path::toString).toList());
            prepared.put(
                context.set(), new Prepared(found, databases, new AtomicReference<>(Instant.MAX)));
          } catch (GuardException unfit) {
            throw new WriterException(unfit.fault());
          }
          return new HandlerResult.Done();
        });
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease) throws Exception {
    Prepared known = prepared.get(context.set());
    if (known == null) {
      throw Faults.failed(
          Failure.NOT_PREPARED, "what PrepareForSnapshot found", "there is none of this set");
    }
    Hold hold = holds.begin(context, lease, known.databases());
    try {
      Blocking.call("look again for " + settings.writer(), () -> demandNoOther(known.found()));
    } catch (Exception | Error other) {
      // The guard lets go at once; how it stood does not matter any more.
      hold.end();
      throw other;
    }
    return () -> {
      HoldEnd end = hold.end();
      known.ended().set(Instant.now());
      return end;
    };
  }

  private boolean demandNoOther(SortedSet<Path> known) throws IOException, WriterException {
    TreeSet<Path> others = new TreeSet<>(files.find());
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw Faults.failed(
          Failure.WRITER_RETRYABLE,
          "the databases that there were at PrepareForSnapshot",
          "these have come since: " + some(others) + "; begin a new set");
    }
    return true;
  }

  private static String some(Collection<Path> paths) {
    int more = paths.size() - NAMED;
    return paths.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    return holds.end(token);
  }

  /** A database that was made while the others stood still is not of their instant. */
  @Override
  public HandlerResult postSnapshot(HandlerContext context, Copies copies) throws Exception {
    Prepared known = prepared.remove(context.set());
    if (known == null) {
      return new HandlerResult.Done();
    }
    SortedSet<Path> others =
        Blocking.call("look after " + settings.writer(), () -> madeBefore(known));
    return others.isEmpty()
        ? new HandlerResult.Done()
        : new HandlerResult.Failed(
            Fault.expected(
                Failure.WRITER_RETRYABLE,
                "no database to be made while the others stood still",
                "these were: " + some(others)));
  }

  private SortedSet<Path> madeBefore(Prepared known) throws IOException, WriterException {
    TreeSet<Path> others = new TreeSet<>();
    for (Path path : files.find()) {
      if (!known.found().contains(path)
          && Files.readAttributes(path, BasicFileAttributes.class)
              .creationTime()
              .toInstant()
              .isBefore(known.ended().get())) {
        others.add(path);
      }
    }
    return others;
  }

  @Override
  public HandlerResult abort(HandlerContext context, Failure cause) {
    prepared.remove(context.set());
    return new HandlerResult.Done();
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) {
    prepared.remove(context.set());
    return new HandlerResult.Done();
  }

  /** Refuses to let files be put back under a program that has them open. */
  @Override
  public HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders)
      throws Exception {
    return over(context, DatabaseProbe.Task.FIND_USERS);
  }

  /** Has SQLite check what was put back, once nothing more comes. */
  @Override
  public HandlerResult postRestore(
      HandlerContext context, Map<ComponentId, FileRestoreStatus> status, boolean moreToCome)
      throws Exception {
    boolean written = status.values().stream().anyMatch(one -> one != FileRestoreStatus.NONE);
    return moreToCome || !written
        ? new HandlerResult.Done()
        : over(context, DatabaseProbe.Task.CHECK);
  }

  private HandlerResult over(HandlerContext context, DatabaseProbe.Task task) throws Exception {
    return Blocking.call(
        task + " of " + settings.writer(),
        () -> {
          Map<String, Fault> faults = probe(task, files.find(), context.limit());
          return faults.isEmpty()
              ? new HandlerResult.Done()
              : new HandlerResult.Failed(summary(faults));
        });
  }
}
