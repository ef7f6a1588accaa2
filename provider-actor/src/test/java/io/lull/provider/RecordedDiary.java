package io.lull.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.provider.test.Diary;
import io.lull.provider.test.Happening;
import io.lull.provider.test.ProviderCall;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A diary that a test can wait for. */
final class RecordedDiary implements Diary {
  private static final long PATIENCE_SECONDS = 20;

  private final List<Happening> all = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Happening> unseen = new LinkedBlockingQueue<>();

  @Override
  public void write(Happening happening) {
    all.add(happening);
    unseen.add(happening);
  }

  @Override
  public List<Happening> read() {
    return List.copyOf(all);
  }

  List<ProviderCall> calls() {
    return all.stream().map(Happening::call).filter(call -> call != ProviderCall.ACCEPTS).toList();
  }

  /** The next end of such a call that no test has seen yet. */
  Happening await(ProviderCall call) throws InterruptedException {
    for (; ; ) {
      Happening next = unseen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("the end of %s, after %s", call, all).isNotNull();
      if (next.call() == call) {
        return next;
      }
    }
  }
}
