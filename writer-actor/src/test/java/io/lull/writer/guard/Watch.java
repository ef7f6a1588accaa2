package io.lull.writer.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to a file system without a pause, and so knows when it stood still: the only witness that
 * these tests believe.
 */
final class Watch implements AutoCloseable {
  private static final Duration STILL = Duration.ofMillis(60);
  private static final Duration EVER = Duration.ofMinutes(1);

  private final FileChannel file;
  private final Thread writer;
  private volatile long last = System.nanoTime();
  private volatile boolean closed;

  private Watch(FileChannel file) {
    this.file = file;
    this.writer = Thread.ofPlatform().daemon().name("watch").start(this::write);
  }

  static Watch of(Path mount) throws IOException {
    Path file = Files.createTempFile(mount, "watch", "");
    return new Watch(FileChannel.open(file, StandardOpenOption.WRITE));
  }

  private void write() {
    try {
      while (!closed) {
        file.write(ByteBuffer.wrap(new byte[1]), 0);
        last = System.nanoTime();
        LockSupport.parkNanos(1_000_000);
      }
    } catch (IOException gone) {
      closed = true;
    }
  }

  /** Waits until writes wait, and returns when the last one got through. */
  long awaitFrozen() {
    while (System.nanoTime() - last < STILL.toNanos()) {
      LockSupport.parkNanos(1_000_000);
    }
    return last;
  }

  boolean frozen() {
    return System.nanoTime() - last > STILL.toNanos();
  }

  /** Waits until writes get through again, and returns when the first one did. */
  long awaitThawed() {
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
        file.close();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
