package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class HandlerThreadsTest {
  static Stream<HandlerThreads> kinds() {
    return Stream.of(HandlerThreads.virtual(), HandlerThreads.system());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_interrupt_reaches_the_work_on_a_thread_of_its_own(HandlerThreads threads)
      throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    CountDownLatch never = new CountDownLatch(1);
    HandlerThreads.Running running =
        threads.start(
            "handler",
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                ran.add("interrupted on " + Thread.currentThread().getName());
              }
            });
    running.interrupt();
    assertThat(ran.take()).isEqualTo("interrupted on handler");
  }
}
