package io.lull.writer.source.postgres;

import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.Faults;
import io.lull.writer.postgres.Cluster;
import io.lull.writer.postgres.Rights;
import io.lull.writer.postgres.Rights.Need;
import io.lull.writer.postgres.Session;
import io.lull.writer.postgres.WalFile;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One connection to the server, to which everything is bound that keeps the server in backup: it
 * goes when the connection goes, and the server ends the connection when this node falls silent.
 */
final class Backup implements AutoCloseable {
  private final SourceSettings settings;
  private final Session session;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * What is known of the server, and of where its log was when the backup began.
   *
   * @param start the position in its log at which a recovery begins
   * @param first the log with that position
   * @param tablespaces their numbers
   * @param catalog the directory of this server in each of them
   */
  record Begun(
      Cluster cluster,
      String systemIdentifier,
      String version,
      String start,
      WalFile first,
      SortedSet<String> tablespaces,
      String catalog) {
    long timeline() {
      return first.timeline();
    }
  }

  /** Where the backup ended, and what the server wants written beside its files. */
  record Stopped(String position, WalFile last, String label) {}

  Backup(SourceSettings settings, Session session) {
    this.settings = settings;
    this.session = session;
  }

  synchronized Begun begin(StreamKind kind) throws SQLException, IOException, WriterException {
    Cluster cluster = demand(settings, session);
    session.begin();
    set(session.silence(), Long.toString(settings.idle().toMillis()));
    if (session.version() >= 14) {
      // So a connection that is gone is noticed also while the server works for it.
      set("client_connection_check_interval", "5s");
    }
    WalFile now = now();
    String start = kind == StreamKind.INCREMENTAL ? redo() : startBackup();
    Thread.ofPlatform().daemon().name("lull-stream-" + settings.instance()).start(this::signs);
    List<String> server =
        session.row("SELECT system_identifier, catalog_version_no FROM pg_control_system()");
    return new Begun(
        cluster,
        server.get(0),
        session.row("SHOW server_version_num").getFirst(),
        start,
        now.at(start),
        tablespaces(),
        "PG_" + session.version() + "_" + server.get(1));
  }

  /** Refuses a server of which no backup can be made; to look at it changes nothing there. */
  static Cluster demand(SourceSettings settings, Session session)
      throws SQLException, IOException, WriterException {
    Set<Need> needs =
        settings.archive().isPresent()
            ? EnumSet.of(Need.BACKUP_MODE, Need.SWITCH)
            : EnumSet.of(Need.BACKUP_MODE, Need.SLOT);
    Rights.demand(session, settings.access().user(), needs);
    if (settings.archive().isPresent()
        && session.row("SHOW archive_mode").getFirst().equals("off")) {
      throw Faults.mend(
          "the server to archive its log in " + settings.archive().get(),
          "its archive_mode is off; set archive_mode = on and archive_command, and restart it");
    }
    return Cluster.of(session);
  }

  private void set(String name, String value) throws SQLException {
    session.row("SELECT set_config(?, ?, false)", name, value);
  }

  private WalFile now() throws SQLException {
    List<String> now =
        session.row(
            "SELECT pg_walfile_name(pg_current_wal_lsn()),"
                + " pg_size_bytes(current_setting('wal_segment_size'))");
    return WalFile.named(now.get(0), Long.parseLong(now.get(1)));
  }

  private String redo() throws SQLException {
    return session.row("SELECT redo_lsn FROM pg_control_checkpoint()").getFirst();
  }

  private String startBackup() throws SQLException {
    if (settings.archive().isEmpty()) {
      session.row(
          "SELECT slot_name FROM pg_create_physical_replication_slot("
              + "'lull_' || pg_backend_pid(), true, true)");
    }
    session.limit(settings.checkpoint());
    String exclusive = session.version() >= 15 ? "" : ", false";
    String start =
        session
            .row(
                "SELECT " + Rights.start(session) + "(?, true" + exclusive + ")",
                "lull " + settings.instance())
            .getFirst();
    session.limit(settings.access().timeout());
    return start;
  }

  private SortedSet<String> tablespaces() throws SQLException {
    return session
        .rows("SELECT oid FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global')")
        .stream()
        .map(List::getFirst)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Ends backup mode; from here on nothing of the databases is worth reading. */
  synchronized Stopped stop(Begun begun) throws SQLException {
    session.limit(settings.checkpoint());
    String stop = session.version() >= 15 ? "(false)" : "(false, false)";
    List<String> said =
        session.row(
            "SELECT lsn, pg_walfile_name(lsn), labelfile FROM " + Rights.stop(session) + stop);
    session.limit(settings.access().timeout());
    return new Stopped(said.get(0), file(said.get(1), begun), said.get(2));
  }

  /** Begins a new file of the log, and names the one that is complete now. */
  synchronized WalFile switched(Begun begun) throws SQLException {
    // Nothing is switched if nothing was written, and then there would be no new file to read.
    session.row("SELECT pg_logical_emit_message(false, 'lull', 'end of a stream')");
    return file(
        session.row("SELECT pg_walfile_name(lsn) FROM pg_switch_wal() lsn").getFirst(), begun);
  }

  private static WalFile file(String name, Begun begun) {
    return WalFile.named(name, begun.first().segmentBytes());
  }

  /** How often the archiver has failed, and when and with which file it did so last. */
  synchronized List<String> archiver() throws SQLException {
    return session.row(
        "SELECT failed_count, last_failed_wal, last_failed_time FROM pg_stat_archiver");
  }

  /** Shows the server that this node is alive, until it is not. */
  private void signs() {
    try {
      while (!closed.await(settings.idle().toMillis() / 4, TimeUnit.MILLISECONDS)) {
        sign();
      }
    } catch (InterruptedException | SQLException gone) {
      // Whoever uses the connection next hears of it.
    }
  }

  private synchronized void sign() throws SQLException {
    session.row("SELECT 1");
  }

  @Override
  public void close() {
    closed.countDown();
    session.close();
  }
}
