package io.lull.writer;

import io.lull.cluster.config.log.Subject;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes through SLF4J on a thread of its own.
 *
 * <p>A machine logs only while its own writer holds nothing, but the log may lie on what another
 * writer of the host holds still, and then this thread waits and nobody else. Lines beyond a
 * thousand are lost: what comes first explains most.
 */
public final class Slf4jLog implements WriterLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.lull.writer");
  private static final int WAITING_MOST = 1000;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MOST),
          Thread.ofPlatform().daemon().name("lull-writer-log").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  public Slf4jLog() {
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void write(String line) {
    thread.execute(() -> LOG.warn("{}", line));
  }

  @Override
  public void write(Subject about, String line) {
    thread.execute(() -> about.log(() -> LOG.warn("{}", line)));
  }

  @Override
  public void note(Subject about, String line) {
    thread.execute(() -> about.log(() -> LOG.info("{}", line)));
  }
}
