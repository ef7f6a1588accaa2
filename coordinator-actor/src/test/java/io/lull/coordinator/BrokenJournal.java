package io.lull.coordinator;

import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.pekko.persistence.testkit.JournalOperation;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingResult;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.StorageFailure;
import org.apache.pekko.persistence.testkit.WriteEvents;

/** A journal of which a test can say what is wrong with it. */
final class BrokenJournal implements ProcessingPolicy<JournalOperation> {
  private volatile CountDownLatch closed = new CountDownLatch(0);
  private volatile Predicate<Object> refused = _ -> false;

  /** Every write waits from now on. */
  void block() {
    closed = new CountDownLatch(1);
  }

  void unblock() {
    closed.countDown();
  }

  /** The next write with such an event fails. */
  void failOnce(Predicate<Object> event) {
    refused = event;
  }

  @Override
  public ProcessingResult tryProcess(String persistenceId, JournalOperation operation) {
    if (!(operation instanceof WriteEvents write)) {
      return ProcessingSuccess.getInstance();
    }
    try {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (write.getBatch().stream().anyMatch(refused)) {
      refused = _ -> false;
      return StorageFailure.create(new IllegalStateException("the disk is gone"));
    }
    return ProcessingSuccess.getInstance();
  }
}
