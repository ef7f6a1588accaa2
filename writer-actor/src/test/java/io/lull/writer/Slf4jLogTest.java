package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class Slf4jLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.lull.writer");
  private final Disk disk = new Disk();

  /** A disk that stands still until it is let go. */
  private static final class Disk extends AppenderBase<ILoggingEvent> {
    private final CountDownLatch frozen = new CountDownLatch(1);
    private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      try {
        frozen.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      lines.add(event);
    }
  }

  @BeforeEach
  void attach() {
    disk.start();
    logger.setAdditive(false);
    logger.addAppender(disk);
    logger.setLevel(Level.WARN);
  }

  @AfterEach
  void detach() {
    disk.frozen.countDown();
    logger.detachAppender(disk);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void whoever_writes_does_not_wait_for_a_log_that_stands_still() throws Exception {
    Slf4jLog log = new Slf4jLog();
    for (int i = 0; i < 2000; i++) {
      log.write("line " + i);
    }
    disk.frozen.countDown();
    // The one that is being written, and those that wait; the rest is lost.
    for (int i = 0; i <= 1000; i++) {
      ILoggingEvent line = disk.lines.take();
      assertThat(line.getFormattedMessage()).isEqualTo("line " + i);
      assertThat(line.getLevel()).isEqualTo(Level.WARN);
    }
    log.write("later");
    assertThat(disk.lines.take().getFormattedMessage()).isEqualTo("later");
  }
}
