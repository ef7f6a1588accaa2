package io.lull.writer.postgres;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
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
import io.lull.writer.postgres.BackupMode.Stopped;
import io.lull.writer.postgres.Restore.How;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps one PostgreSQL server in backup mode while its copies are made. */
final class PostgresWriter implements Writer {
  private final PostgresSettings settings;
  private final ComponentId component;
  private final Places places;
  private final Map<SetId, Session> sessions = new ConcurrentHashMap<>();
  private final Map<SetId, BackupMode> backups = new ConcurrentHashMap<>();
  private final Map<HoldToken, BackupMode> holds = new ConcurrentHashMap<>();
  private final Optional<Bouncer> bouncer;
  private volatile @Nullable Path data;
  private volatile How restore = How.CUT;

  PostgresWriter(PostgresSettings settings) {
    this.settings = settings;
    this.component = new ComponentId(settings.writer(), "cluster");
    this.places = new Places(settings.writer().host(), settings.volumes());
    this.data = settings.dataDirectory().orElse(null);
    this.bouncer = settings.bouncer().map(before -> new Bouncer(settings, before));
  }

  @Override
  public void start() throws WriterException, InterruptedException {
    if (bouncer.isPresent()) {
      bouncer.get().prepare();
    }
  }

  @Override
  public WriterMetadata describe() throws Exception {
    try (Session session = Session.open(settings.access())) {
      Rights.demand(session, settings.user(), Rights.OF_A_WRITER);
      Cluster cluster = Cluster.of(session);
      data = cluster.data();
      if (bouncer.isPresent()) {
        bouncer.get().demand();
      }
      return new WriterMetadata(
          settings.writer(),
          settings.level(),
          settings.hold(),
          bouncer.isPresent() ? HoldKind.APPLICATION : HoldKind.BACKUP_MODE,
          settings.behind(),
          RestoreMethod.STOP_RESTORE_START,
          List.of(new Component(component, places.volumes(cluster.directories()), true, true)),
          List.of());
    } catch (Exception e) {
      throw Faults.of("PostgreSQL at " + settings.server() + " to say what it is", e);
    }
  }

  @Override
  public Collection<FoundHold> leftBehind() throws IOException, InterruptedException {
    return bouncer.isPresent() ? bouncer.get().leftBehind() : List.of();
  }

  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    if (bouncer.isPresent()) {
      bouncer.get().prepare();
    }
    Session session = Session.open(settings.access());
    Optional.ofNullable(sessions.put(context.set(), session)).ifPresent(Session::close);
    try {
      Rights.demand(session, settings.user(), Rights.OF_A_WRITER);
      Cluster cluster = Cluster.of(session);
      data = cluster.data();
      Map<Path, Volume> found = places.demand(cluster.directories(), volumes);
      BackupMode mode =
          BackupMode.begin(settings, context.set(), session, cluster, found, context.limit());
      Optional.ofNullable(backups.put(context.set(), mode)).ifPresent(BackupMode::close);
      if (Thread.currentThread().isInterrupted()) {
        // Nobody waits for it any more, and an abort may have been here before it was there.
        forget(context.set());
      }
      return new HandlerResult.Done();
    } catch (Exception e) {
      session.close();
      throw Faults.of("PostgreSQL at " + settings.server() + " to begin backup mode", e);
    }
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease) throws Exception {
    BackupMode mode = backups.get(context.set());
    if (mode == null) {
      throw Faults.failed(
          Failure.NOT_PREPARED, "backup mode from PrepareForSnapshot", "there is none of this set");
    }
    if (bouncer.isEmpty()) {
      mode.hold(lease);
      holds.put(lease.token(), mode);
      return () -> end(lease.token(), mode);
    }
    Hold paused = bouncer.get().begin(context, lease);
    try {
      mode.hold(lease);
    } catch (WriterException | RuntimeException failed) {
      paused.end();
      throw failed;
    }
    holds.put(lease.token(), mode);
    return new Together(lease.token(), mode, paused);
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    BackupMode mode = holds.get(token);
    HoldEnd end = mode == null ? HoldEnd.NOT_HELD : end(token, mode);
    return bouncer.isEmpty() ? end : worse(end, bouncer.get().end(token));
  }

  private HoldEnd end(HoldToken token, BackupMode mode) throws Exception {
    HoldEnd end = mode.end();
    holds.remove(token);
    return end;
  }

  /** A hold of two parts stood only if both did; if any did there was one. */
  private static HoldEnd worse(HoldEnd one, HoldEnd other) {
    return one == other ? one : HoldEnd.LAPSED;
  }

  /**
   * Backup mode ends before anybody is let through: what is written after it is in no copy.
   * Whatever becomes of it, the bouncer is resumed.
   */
  private final class Together implements Hold {
    private final HoldToken token;
    private final BackupMode mode;
    private final Hold paused;
    private Optional<HoldEnd> said = Optional.empty();

    Together(HoldToken token, BackupMode mode, Hold paused) {
      this.token = token;
      this.mode = mode;
      this.paused = paused;
    }

    @Override
    public HoldEnd end() throws Exception {
      HoldEnd resumed;
      try {
        if (said.isEmpty()) {
          said = Optional.of(PostgresWriter.this.end(token, mode));
        }
      } finally {
        resumed = paused.end();
      }
      return worse(said.orElseThrow(), resumed);
    }
  }

  @Override
  public HandlerResult postSnapshot(HandlerContext context, Copies copies) throws Exception {
    sessions.remove(context.set());
    try (BackupMode mode = backups.remove(context.set())) {
      Optional<Stopped> stopped = Optional.ofNullable(mode).flatMap(BackupMode::stopped);
      if (mode == null || stopped.isEmpty()) {
        throw Faults.failed(
            Failure.WRITER_RECOVERY_FAILED,
            "backup mode to have ended with a label for the copy",
            "it ended without");
      }
      IntoCopy.write(mode, stopped.get(), copies);
      return new HandlerResult.Done();
    } catch (WriterException e) {
      throw e;
    } catch (Exception e) {
      throw Faults.failed(
          Failure.WRITER_RECOVERY_FAILED, "the label to get into the copy", e.toString());
    }
  }

  @Override
  public HandlerResult abort(HandlerContext context, Failure cause) {
    return forget(context.set());
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) {
    return forget(context.set());
  }

  private HandlerResult forget(SetId set) {
    Optional.ofNullable(sessions.remove(set)).ifPresent(Session::close);
    Optional.ofNullable(backups.remove(set))
        .ifPresent(
            mode -> {
              holds.values().removeIf(mode::equals);
              mode.close();
            });
    return new HandlerResult.Done();
  }

  @Override
  public HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders)
      throws Exception {
    RestoreOrder order = orders.getOrDefault(component, RestoreOrder.PLAIN);
    restore = How.of(order.options());
    Restore.serverIsStopped(settings, directory());
    return new HandlerResult.Done();
  }

  @Override
  public HandlerResult postRestore(
      HandlerContext context, Map<ComponentId, FileRestoreStatus> files, boolean moreToCome)
      throws Exception {
    if (moreToCome || files.get(component) != FileRestoreStatus.ALL) {
      return new HandlerResult.Done();
    }
    Restore.sign(directory(), restore);
    return new HandlerResult.Done();
  }

  /**
   * Where the data is; asked before anything is put there, so that nothing is put there in vain.
   */
  private Path directory() throws WriterException {
    Path directory = data;
    if (directory == null) {
      throw Faults.mend(
          "to know where the data goes", "the server has not run; set data-directory");
    }
    return directory;
  }
}
