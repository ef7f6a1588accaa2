package io.lull.writer.guard;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.sqlite.SqliteException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to a file system or a database, also through a bouncer, without a pause, and so knows when
 * it stood still: the only witness that these tests believe.
 */
public final class Watch implements AutoCloseable {
  private static final Duration STILL = Duration.ofMillis(60);
  private static final Duration EVER = Duration.ofMinutes(1);

  private final Target target;
  private final Thread writer;
  private volatile long last = System.nanoTime();
  private volatile boolean closed;

  /** What is written to. */
  public interface Target extends Closeable {
    /** Whether that got through. */
    boolean write() throws Exception;
  }

  private Watch(Target target) {
    this.target = target;
    this.writer = Thread.ofPlatform().daemon().name("watch").start(this::write);
  }

  public static Watch of(Target target) {
    return new Watch(target);
  }

  static Watch of(Path mount) throws IOException {
    Path file = Files.createTempFile(mount, "watch", "");
    FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE);
    return new Watch(
        new Target() {
          @Override
          public boolean write() throws IOException {
            open.write(ByteBuffer.wrap(new byte[1]), 0);
            return true;
          }

          @Override
          public void close() throws IOException {
            open.close();
          }
        });
  }

  /** Makes a database, and commits to it. */
  static Watch ofDatabase(Path path, String mode) throws IOException {
    Files.createFile(path);
    Sqlite open = Sqlite.open(path.toString());
    open.execute("PRAGMA journal_mode=" + mode + "; PRAGMA synchronous=OFF");
    open.execute("CREATE TABLE t(x); INSERT INTO t VALUES(0)");
    return new Watch(
        new Target() {
          @Override
          public boolean write() throws IOException {
            try {
              open.execute("UPDATE t SET x = x + 1");
              return true;
            } catch (SqliteException failed) {
              if (!failed.isBusy()) {
                throw failed;
              }
              return false;
            }
          }

          @Override
          public void close() {
            open.close();
          }
        });
  }

  /** Commits by a connection that is let through, or waits. */
  static Watch through(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS watched AS SELECT 0 AS x");
    }
    return new Watch(
        new Target() {
          @Override
          public boolean write() throws IOException {
            try (Statement statement = open.createStatement()) {
              statement.execute("UPDATE watched SET x = x + 1");
              return true;
            } catch (SQLException failed) {
              throw new IOException(failed);
            }
          }

          @Override
          public void close() throws IOException {
            try {
              open.close();
            } catch (SQLException failed) {
              throw new IOException(failed);
            }
          }
        });
  }

  private void write() {
    try {
      while (!closed) {
        if (target.write()) {
          last = System.nanoTime();
        }
        LockSupport.parkNanos(1_000_000);
      }
    } catch (Exception gone) {
      closed = true;
    }
  }

  /** Waits until writes wait, and returns when the last one got through. */
  public long awaitFrozen() {
    while (System.nanoTime() - last < STILL.toNanos()) {
      LockSupport.parkNanos(1_000_000);
    }
    return last;
  }

  boolean frozen() {
    return System.nanoTime() - last > STILL.toNanos();
  }

  /** Waits until writes get through again, and returns when the first one did. */
  public long awaitThawed() {
    long before = last;
    long until = System.nanoTime() + EVER.toNanos();
    while (last == before) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("expected a thaw, but writes wait for ever");
      }
      LockSupport.parkNanos(1_000_000);
    }
    return last;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      // One that still waits for a thaw goes when the device is closed.
      if (writer.join(Duration.ofMillis(500))) {
        target.close();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
