package io.lull.node.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.StreamReply;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GivingWayTest {
  private static final int LOOKS = 3;

  private final AtomicBoolean stands = new AtomicBoolean();
  private final AtomicInteger reads = new AtomicInteger();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final GivingWay reader =
      new GivingWay(
          (_, _, into) -> {
            reads.incrementAndGet();
            return CompletableFuture.completedStage(
                new StreamReply.Read(new RequestId("r"), 1, into.remaining()));
          },
          stands::get,
          LOOKS,
          later::add);

  private CompletionStage<StreamReply> read() {
    return reader.read("token", 0, ByteBuffer.allocate(1));
  }

  @Test
  void readsAtOnceWhereNothingStandsStill() {
    assertThat(read()).isCompleted();
    assertThat(later).isEmpty();
  }

  @Test
  void waitsUntilNothingStandsStillAnyMore() {
    stands.set(true);
    CompletionStage<StreamReply> read = read();
    later.remove().run();
    assertThat(reads).hasValue(0);

    stands.set(false);
    later.remove().run();
    assertThat(read).isCompleted();
    assertThat(reads).hasValue(1);
    assertThat(later).isEmpty();
  }

  @Test
  void whatDoesNotLetGoKeepsNobodyForEver() {
    stands.set(true);
    CompletionStage<StreamReply> read = read();
    for (int look = 0; look < LOOKS; look++) {
      assertThat(read).isNotCompleted();
      later.remove().run();
    }
    assertThat(read).isCompleted();
  }
}
