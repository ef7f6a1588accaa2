package io.lull.writer.redis;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.writer.database.Faults;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A pause of all writes of one server for one set.
 *
 * <p>A sentinel proves that it stood: a PUBLISH counts as a write, so that one that is sent into
 * the pause is answered as soon as writes are let through again, by whomever and however shortly.
 */
final class Pause implements AutoCloseable {
  private final RedisSettings settings;
  private final SetId set;
  private final Redis redis;
  private final Map<Path, Volume> volumes;
  private final Resp sentinel;
  private Resp commands;
  private String life = "";
  private String offset = "";
  private long until;
  private boolean paused;

  private Pause(
      RedisSettings settings,
      SetId set,
      Redis redis,
      Map<Path, Volume> volumes,
      Resp commands,
      Resp sentinel) {
    this.settings = settings;
    this.set = set;
    this.redis = redis;
    this.volumes = volumes;
    this.commands = commands;
    this.sentinel = sentinel;
  }

  /** Brings the server so far that a pause needs to save little, and pauses nothing yet. */
  static Pause prepare(
      RedisSettings settings,
      SetId set,
      Redis redis,
      Map<Path, Volume> volumes,
      Resp commands,
      Resp sentinel,
      Duration limit)
      throws Exception {
    Pause pause = new Pause(settings, set, redis, volumes, commands, sentinel);
    long deadline = System.nanoTime() + limit.toNanos();
    pause.save(deadline);
    if (!redis.logged()) {
      Map<String, String> info = Redis.info(commands, "persistence");
      Duration took =
          Duration.ofSeconds(Long.parseLong(info.getOrDefault("rdb_last_bgsave_time_sec", "0")));
      if (took.multipliedBy(2).compareTo(settings.hold()) > 0) {
        throw Faults.mend(
            "a save to fit twice into a hold of " + settings.hold(),
            "the last one took " + took + "; turn on the append-only log, or raise hold");
      }
    }
    return pause;
  }

  /** Pauses writes for no longer than the lease, and saves what was written until then. */
  synchronized void hold(Lease lease, Duration limit) throws Exception {
    Duration left = lease.remaining();
    if (left.toMillis() <= 0) {
      throw Faults.failed(Failure.HOLD_LAPSED, "time left to hold", "the lease is over");
    }
    if (commands.isClosed() || sentinel.isClosed()) {
      throw Faults.failed(
          Failure.WRITER_RETRYABLE, "the connection of PrepareForSnapshot", "it is gone");
    }
    nobodyElsePauses();
    long now = System.nanoTime();
    until = now + left.toNanos();
    // By it a pause is known as ours, also one of which only the request was sent.
    life = Redis.info(commands, "server").getOrDefault("run_id", "");
    try {
      paused = true;
      commands.call("CLIENT", "PAUSE", Long.toString(left.toMillis()), "WRITE");
      sentinel.send("PUBLISH", Rights.CHANNEL + set, "held");
      save(Math.min(until, now + limit.toNanos()));
      offset = Redis.info(commands, "replication").getOrDefault("master_repl_offset", "");
    } catch (Exception e) {
      // Whoever gives up interrupts this thread, and one that is interrupted can call nobody.
      boolean givenUp = Thread.interrupted();
      letGo();
      if (givenUp) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private void nobodyElsePauses() throws IOException, WriterException {
    try {
      sentinel.call("PUBLISH", Rights.CHANNEL + set, "begins");
    } catch (java.net.SocketTimeoutException silent) {
      Redis.info(commands, "server");
      throw Faults.failed(
          Failure.HOLD_REFUSED, "writes to be let through", "somebody else has paused them");
    }
  }

  /** Lets writes through again; the pause stood if the sentinel was not answered until now. */
  synchronized HoldEnd end() throws Exception {
    if (!paused) {
      return HoldEnd.NOT_HELD;
    }
    boolean broken = true;
    try {
      if (System.nanoTime() - until >= 0) {
        return lapsed();
      }
      boolean sameLife = life().equals(life);
      broken = sentinel.hasAnswered();
      if (!sameLife || (broken && !sentinel.isOver())) {
        // Somebody else let writes through, or there is nobody who remembers the pause.
        return lapsed();
      }
      letGo();
      if (broken) {
        return HoldEnd.LAPSED;
      }
      sentinel.answer();
      return System.nanoTime() - until >= 0 ? HoldEnd.LAPSED : HoldEnd.HELD;
    } catch (IOException e) {
      if (System.nanoTime() - until >= 0) {
        return lapsed();
      }
      throw Faults.of("Redis to let writes through again", e);
    }
  }

  private HoldEnd lapsed() {
    paused = false;
    return HoldEnd.LAPSED;
  }

  /** Which life of the server answers, on a new connection if the old one is gone. */
  private String life() throws IOException, WriterException {
    try {
      return Redis.info(commands, "server").getOrDefault("run_id", "");
    } catch (IOException e) {
      commands.close();
      commands = Redis.connect(settings);
      return Redis.info(commands, "server").getOrDefault("run_id", "");
    }
  }

  private void letGo() throws IOException, WriterException {
    try {
      commands.call("CLIENT", "UNPAUSE");
    } catch (IOException e) {
      commands.close();
      commands = Redis.connect(settings);
      commands.call("CLIENT", "UNPAUSE");
    }
    paused = false;
  }

  /**
   * Waits until all that was written is on disk, and nothing that would move files about runs.
   *
   * <p>With an append-only log that is a matter of its last lines; without one it is a whole save,
   * which is the first of two if writes go on meanwhile.
   */
  private void save(long deadline) throws Exception {
    // What PrepareForSnapshot has saved is enough if nobody has written since.
    boolean begun = paused;
    while (true) {
      Map<String, String> info = Redis.info(commands, "persistence");
      boolean idle =
          info.getOrDefault("rdb_bgsave_in_progress", "0").equals("0")
              && info.getOrDefault("aof_rewrite_in_progress", "0").equals("0");
      if (idle && redis.logged()) {
        if (info.getOrDefault("aof_buffer_length", "0").equals("0")) {
          redis.forceLog();
          return;
        }
      } else if (idle) {
        boolean all = info.getOrDefault("rdb_changes_since_last_save", "").equals("0") || !paused;
        if (begun && all && info.getOrDefault("rdb_last_bgsave_status", "").equals("ok")) {
          return;
        }
        commands.call("BGSAVE", "SCHEDULE");
        begun = true;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw Faults.failed(
            Failure.WRITER_TIMEOUT, "a save within the time for it", "it has not ended");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Where the cut lies, in the words of Redis. */
  String cut() {
    return "set: " + set + "\nrun-id: " + life + "\nreplication-offset: " + offset + "\n";
  }

  Path directory() {
    return redis.directory();
  }

  /** The volume of the set in which its files lie. */
  Volume volume() {
    return java.util.Objects.requireNonNull(volumes.get(redis.directory()));
  }

  /** Ends all of it, whether or not a pause stands. */
  @Override
  public void close() {
    commands.close();
    sentinel.close();
  }
}
