package io.lull.writer.postgres;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.writer.database.Faults;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Backup mode of one server for one set, bound to one connection.
 *
 * <p>It is begun at PrepareForSnapshot, because that takes a checkpoint, and goes with its
 * connection whatever happens. A replication slot of the same connection keeps the log that the
 * copy will need until it has it.
 */
final class BackupMode implements AutoCloseable {
  private final PostgresSettings settings;
  private final SetId set;
  private final Session session;
  private final Cluster cluster;
  private final Map<Path, Volume> volumes;
  private final long segmentBytes;
  private volatile @Nullable String heldFrom;
  private volatile @Nullable Quiet quiet;
  private volatile @Nullable Stopped stopped;

  /**
   * What the server said when backup mode ended.
   *
   * @param from where its log was when the hold began, and
   * @param to when it ended: the cut lies between the two
   * @param lastFile the file of the log that the copy needs as its last
   */
  record Stopped(String from, String to, String lastFile, String label, String tablespaces) {}

  private BackupMode(
      PostgresSettings settings,
      SetId set,
      Session session,
      Cluster cluster,
      Map<Path, Volume> volumes,
      long segmentBytes) {
    this.settings = settings;
    this.set = set;
    this.session = session;
    this.cluster = cluster;
    this.volumes = volumes;
    this.segmentBytes = segmentBytes;
  }

  /** Begins it, on a connection that only it uses. */
  static BackupMode begin(
      PostgresSettings settings,
      SetId set,
      Session session,
      Cluster cluster,
      Map<Path, Volume> volumes,
      Duration limit)
      throws SQLException {
    session.begin();
    session.row(
        "SELECT set_config(?, ?, false)",
        session.silence(),
        Long.toString(settings.prepared().toMillis()));
    session.row(
        "SELECT slot_name FROM pg_create_physical_replication_slot('lull_' || pg_backend_pid(),"
            + " true, true)");
    long segmentBytes =
        Long.parseLong(
            session.row("SELECT pg_size_bytes(current_setting('wal_segment_size'))").getFirst());
    session.limit(limit);
    String exclusive = session.version() >= 15 ? "" : ", false";
    session.row(
        "SELECT " + Rights.start(session) + "(?, true" + exclusive + ")", "lull " + set.name());
    return new BackupMode(settings, set, session, cluster, volumes, segmentBytes);
  }

  /** From here on the server ends it by itself if it hears nothing for as long as the lease. */
  void hold(Lease lease) throws WriterException {
    long left = lease.remaining().toMillis();
    if (left <= 0) {
      throw Faults.failed(Failure.HOLD_LAPSED, "time left to hold", "the lease is over");
    }
    try {
      session.limit(shorter(settings.timeout(), lease.remaining()));
      heldFrom =
          session
              .row(
                  "SELECT pg_current_wal_lsn(), set_config(?, ?, false)",
                  session.silence(),
                  Long.toString(left))
              .getFirst();
      if (settings.bouncer().isPresent()) {
        quiet = Quiet.of(session);
      }
    } catch (SQLException e) {
      session.close();
      throw Faults.of("backup mode of " + settings.server() + " to last until the freeze", e);
    }
  }

  /** Ends backup mode; it stood if this very connection says that it did until now. */
  HoldEnd end() throws SQLException {
    String from = heldFrom;
    if (from == null || stopped != null) {
      return HoldEnd.NOT_HELD;
    }
    try {
      session.limit(settings.timeout());
      String stop = session.version() >= 15 ? "(false)" : "(false, false)";
      List<String> said =
          session.row(
              "SELECT lsn, pg_walfile_name(lsn), labelfile, spcmapfile,"
                  + " set_config(?, ?, false) FROM "
                  + Rights.stop(session)
                  + stop,
              session.silence(),
              Long.toString(settings.prepared().toMillis()));
      stopped = new Stopped(from, said.get(0), said.get(1), said.get(2), said.get(3));
      Quiet before = quiet;
      return before == null || before.lasts(session) ? HoldEnd.HELD : HoldEnd.LAPSED;
    } catch (SQLException e) {
      // Without its connection the server has ended it, or does as soon as it runs again.
      session.close();
      if (Faults.connectionLost(e)) {
        return HoldEnd.LAPSED;
      }
      throw e;
    }
  }

  SetId set() {
    return set;
  }

  Cluster cluster() {
    return cluster;
  }

  /** The volume of the set in which a directory lies. */
  Volume volume(Path directory) {
    return Optional.ofNullable(volumes.get(directory)).orElseThrow();
  }

  Optional<Stopped> stopped() {
    return Optional.ofNullable(stopped);
  }

  /** How long each file of the log is. */
  long segmentBytes() {
    return segmentBytes;
  }

  @Override
  public void close() {
    session.close();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
