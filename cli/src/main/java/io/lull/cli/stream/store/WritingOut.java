package io.lull.cli.stream.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** What was written so far goes to the disk, while more is written. */
final class WritingOut {
  /** The same before anything was written. */
  static final WritingOut NONE = new WritingOut();

  private final Thread thread;
  private volatile @Nullable Exception failure;

  private WritingOut() {
    thread = Thread.ofPlatform().unstarted(() -> {});
  }

  private WritingOut(FileChannel channel) {
    thread = Thread.ofPlatform().daemon().name("stream-disk").unstarted(() -> force(channel));
  }

  static WritingOut of(FileChannel channel) {
    WritingOut begun = new WritingOut(channel);
    begun.thread.start();
    return begun;
  }

  private void force(FileChannel channel) {
    try {
      channel.force(false);
    } catch (IOException | RuntimeException failed) {
      failure = failed;
    }
  }

  boolean isOver() {
    return !thread.isAlive();
  }

  /** The system says only once that a disk has failed, so whoever was told has to tell. */
  void await() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException("the stream was given up", ended);
    }
    Exception failed = failure;
    if (failed != null) {
      throw failed instanceof IOException disk ? disk : new IOException(failed);
    }
  }
}
