package io.lull.cli.stream.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes the blocks of one file to those who work on them, each on a thread of its own.
 *
 * <p>There are only so many blocks, so whoever reads them in waits for the slowest, and the host
 * waits for him.
 */
final class Flow implements AutoCloseable {
  private static final int BLOCKS = 6;
  private static final long LOOK_MILLIS = 200;
  private static final Block END = new Block();

  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
  private final List<Feed> feeds = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final CountDownLatch working;
  private final Runnable check;

  /** What is done with the blocks. */
  interface Work {
    /** Takes all blocks, to the last one. */
    void on(Feed feed) throws IOException;
  }

  /**
   * A flow to these.
   *
   * @param check asked now and then; throws if the file is not wanted any more
   */
  Flow(List<Work> all, Runnable check) {
    this.check = check;
    this.working = new CountDownLatch(all.size());
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new Block());
    }
    for (Work work : all) {
      Feed feed = new Feed();
      feeds.add(feed);
      threads.add(Thread.ofPlatform().daemon().name("stream").start(() -> run(work, feed)));
    }
  }

  /** The blocks as one of the workers gets them. */
  final class Feed {
    private final BlockingQueue<Block> waiting = new ArrayBlockingQueue<>(BLOCKS + 1);

    /** The next block, which is to be given back; nothing after the last. */
    Optional<Block> next() throws IOException {
      try {
        Block block = waiting.take();
        return block == END ? Optional.empty() : Optional.of(block);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IOException("the stream was given up", ended);
      }
    }

    void done(Block block) {
      if (block.isFreed()) {
        free.add(block);
      }
    }
  }

  private void run(Work work, Feed feed) {
    try {
      work.on(feed);
    } catch (IOException | RuntimeException failed) {
      failure.compareAndSet(null, failed);
    } finally {
      working.countDown();
    }
  }

  /**
   * What comes of a reader that has a thread of its own too. It is waited for no longer than the
   * file is wanted: only a reader can end what it reads from, and a read may last for as long as a
   * node says nothing.
   */
  <T> T from(Callable<T> reader) throws IOException {
    AtomicReference<@Nullable T> read = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("reader")
            .start(
                () -> {
                  try {
                    read.set(reader.call());
                  } catch (Exception failed) {
                    failure.compareAndSet(null, failed);
                  }
                });
    threads.add(thread);
    try {
      while (!thread.join(Duration.ofMillis(LOOK_MILLIS))) {
        look();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException("the stream was given up", ended);
    }
    look();
    return Optional.ofNullable(read.get()).orElseThrow();
  }

  /** A block to read into, as soon as there is one. */
  Block free() throws IOException {
    while (true) {
      look();
      try {
        Block block = free.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (block != null) {
          return block;
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IOException("the stream was given up", ended);
      }
    }
  }

  /** Gives back a block into which nothing was read. */
  void back(Block block) {
    free.add(block);
  }

  void pass(Block block) {
    block.usedBy(feeds.size());
    feeds.forEach(feed -> feed.waiting.add(block));
  }

  /** No more blocks come; waits until all of them are worked on. */
  void finish() throws IOException {
    feeds.forEach(feed -> feed.waiting.add(END));
    try {
      while (!working.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException("the stream was given up", ended);
    }
    look();
  }

  private void look() throws IOException {
    switch (failure.get()) {
      case null -> check.run();
      case IOException failed -> throw failed;
      case RuntimeException failed -> throw failed;
      case Exception impossible -> throw new IllegalStateException(impossible);
    }
  }

  /** Nobody works on it any more when this returns, as far as the disk lets go of them. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      var _ = working.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
