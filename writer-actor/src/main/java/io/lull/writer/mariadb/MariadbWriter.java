package io.lull.writer.mariadb;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.database.CopyFiles;
import io.lull.writer.database.Faults;
import io.lull.writer.database.Places;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds the backup lock of one MariaDB or MySQL server while its copies are made. */
final class MariadbWriter implements Writer {
  private final MariadbSettings settings;
  private final ComponentId component;
  private final Places places;
  private final Map<SetId, BackupLock> locks = new ConcurrentHashMap<>();
  private final Map<HoldToken, BackupLock> holds = new ConcurrentHashMap<>();

  MariadbWriter(MariadbSettings settings) {
    this.settings = settings;
    this.component = new ComponentId(settings.writer(), "data");
    this.places = new Places(settings.writer().host(), settings.volumes());
  }

  @Override
  public WriterMetadata describe() throws Exception {
    try (Session session = Session.open(settings)) {
      Rights.demand(session, settings.dialect(), holds.isEmpty());
      Instance instance = Instance.of(session);
      return new WriterMetadata(
          settings.writer(),
          settings.level(),
          settings.hold(),
          HoldKind.APPLICATION,
          settings.behind(),
          RestoreMethod.STOP_RESTORE_START,
          List.of(new Component(component, places.volumes(instance.directories()), true, true)),
          List.of());
    } catch (Exception e) {
      throw Faults.of(server() + " to say what it is", e);
    }
  }

  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    Session session = Session.open(settings);
    try {
      Rights.demand(session, settings.dialect(), holds.isEmpty());
      Instance instance = Instance.of(session);
      Map<Path, Volume> found = places.demand(instance.directories(), volumes);
      Session rescue = Session.open(settings);
      BackupLock lock = new BackupLock(settings, context.set(), instance, found, session, rescue);
      Optional.ofNullable(locks.put(context.set(), lock)).ifPresent(BackupLock::close);
      return new HandlerResult.Done();
    } catch (Exception e) {
      session.close();
      throw Faults.of(server() + " to prepare", e);
    }
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease) throws Exception {
    BackupLock lock = locks.get(context.set());
    if (lock == null) {
      throw Faults.failed(
          Failure.NOT_PREPARED, "what PrepareForSnapshot opens", "there is none of this set");
    }
    holds.put(lease.token(), lock);
    try {
      lock.hold(lease, context.limit());
    } catch (Exception e) {
      holds.remove(lease.token());
      throw Faults.of(server() + " to give the backup lock", e);
    }
    return () -> end(lease.token(), lock);
  }

  @Override
  public HoldEnd thaw(HoldToken token) {
    BackupLock lock = holds.get(token);
    return lock == null ? HoldEnd.NOT_HELD : end(token, lock);
  }

  private HoldEnd end(HoldToken token, BackupLock lock) {
    HoldEnd end = lock.end();
    holds.remove(token);
    return end;
  }

  /** The copy needs nothing, and is told where its cut lies if it can be found. */
  @Override
  public HandlerResult postSnapshot(HandlerContext context, Copies copies) throws Exception {
    try (BackupLock lock = locks.remove(context.set())) {
      if (lock != null && lock.wasTaken() && copies.of(lock.volume()).isPresent()) {
        CopyFiles.write(
            Places.inCopy(lock.directory(), lock.volume(), copies), "lull_cut", lock.cut());
      }
      return new HandlerResult.Done();
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
    Optional.ofNullable(locks.remove(set))
        .ifPresent(
            lock -> {
              holds.values().removeIf(lock::equals);
              lock.close();
            });
    return new HandlerResult.Done();
  }

  @Override
  public HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders)
      throws Exception {
    settings.server().isStopped(settings.timeout());
    return new HandlerResult.Done();
  }

  private String server() {
    return settings.dialect().kind() + " at " + settings.server();
  }
}
