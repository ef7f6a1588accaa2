package io.lull.writer.mariadb;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.writer.database.Faults;
import io.lull.writer.spi.Lease;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The backup lock of one server for one set, bound to one connection.
 *
 * <p>A second connection stands ready from PrepareForSnapshot on, because a request that waits for
 * the lock makes others wait as well, and can be withdrawn only from outside.
 */
final class BackupLock implements AutoCloseable {
  private final MariadbSettings settings;
  private final SetId set;
  private final Instance instance;
  private final Map<Path, Volume> volumes;
  private final Session session;
  private final Session rescue;
  private volatile boolean held;
  private volatile List<String> position = List.of();

  BackupLock(
      MariadbSettings settings,
      SetId set,
      Instance instance,
      Map<Path, Volume> volumes,
      Session session,
      Session rescue) {
    this.settings = settings;
    this.set = set;
    this.instance = instance;
    this.volumes = volumes;
    this.session = session;
    this.rescue = rescue;
  }

  /** Takes the lock by the deadline or not at all. */
  void hold(Lease lease, Duration limit) throws Exception {
    Duration wait = limit.compareTo(lease.remaining()) < 0 ? limit : lease.remaining();
    CountDownLatch over = new CountDownLatch(1);
    try {
      session.limit(settings.timeout());
      // First of all: from here on the server gives back whatever it gets to give.
      session.run("SET SESSION wait_timeout = " + seconds(lease.remaining()));
      session.run("SET SESSION lock_wait_timeout = " + seconds(wait));
      session.limit(wait.plus(settings.timeout()));
      Thread.ofVirtual().name("withdraw-" + set).start(() -> withdraw(over, wait));
      for (String statement : settings.dialect().lock()) {
        session.run(statement);
      }
      over.countDown();
      session.limit(settings.timeout());
      session.run("SET SESSION wait_timeout = " + seconds(lease.remaining()));
      position = position();
      if (lease.remaining().isZero()) {
        throw Faults.failed(Failure.HOLD_LAPSED, "time left to hold", "the lease is over");
      }
      held = true;
    } catch (Exception e) {
      over.countDown();
      close();
      throw e instanceof SQLException sql && Faults.lockTimeout(sql)
          ? Faults.failed(
              Failure.WRITER_TIMEOUT,
              "the backup lock within " + wait,
              "statements that run longer kept it; look for them in SHOW PROCESSLIST")
          : e;
    }
  }

  /** At the deadline the request ends, so that nobody waits behind it any more. */
  private void withdraw(CountDownLatch over, Duration wait) {
    try {
      if (!over.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        rescue.run("KILL QUERY " + session.id());
      }
    } catch (InterruptedException | SQLException e) {
      // The server's own lock_wait_timeout, and the closing of the connection, come after it.
    }
  }

  /** Gives the lock back; it stood if this very connection has it until now. */
  HoldEnd end() {
    if (!held) {
      return HoldEnd.NOT_HELD;
    }
    held = false;
    try {
      session.limit(settings.timeout());
      boolean stood =
          session.value("SELECT CONNECTION_ID()").equals(Long.toString(session.id()))
              && position().equals(position);
      for (String statement : settings.dialect().unlock()) {
        session.run(statement);
      }
      return stood ? HoldEnd.HELD : HoldEnd.LAPSED;
    } catch (SQLException e) {
      // Without its connection the server has given the lock back, or does when it runs again.
      close();
      return HoldEnd.LAPSED;
    }
  }

  /** Where the binary log ends and the GTID of the last commit, which stay while it is held. */
  private List<String> position() throws SQLException {
    List<String> status = session.row(settings.dialect().status(session.major(), session.minor()));
    String gtid = session.value("SELECT " + settings.dialect().gtid());
    return status.size() < 2 ? List.of("", "", gtid) : List.of(status.get(0), status.get(1), gtid);
  }

  /** Where the cut lies, in the words of the server. */
  String cut() {
    return "set: "
        + set
        + "\nbinlog-file: "
        + position.get(0)
        + "\nbinlog-position: "
        + position.get(1)
        + "\ngtid: "
        + position.get(2)
        + "\n";
  }

  boolean wasTaken() {
    return !position.isEmpty();
  }

  Path directory() {
    return instance.data();
  }

  /** The volume of the set in which its data directory lies. */
  Volume volume() {
    return Objects.requireNonNull(volumes.get(instance.data()));
  }

  /** Ends all of it at once, also while the lock is waited for. */
  @Override
  public void close() {
    // On a thread of its own, because whoever was interrupted can talk to nobody any more.
    Thread closing =
        Thread.ofVirtual()
            .name("close-" + set)
            .start(
                () -> {
                  try {
                    rescue.run("KILL " + session.id());
                  } catch (SQLException e) {
                    // It is gone already, or goes with the socket that is closed now.
                  }
                  session.close();
                  rescue.close();
                });
    try {
      closing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server counts whole seconds, and none is for ever. */
  private static long seconds(Duration time) {
    return Math.max(1, time.toSeconds());
  }
}
