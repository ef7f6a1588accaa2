package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.wire.api.StreamView;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which stream continues which. */
class StreamChainTest {
  private static final StreamView FULL = stream("full", 1, StreamKind.FULL, 5, 6);
  private static final StreamView FIRST = stream("first", 2, StreamKind.INCREMENTAL, 7, 8);
  private static final StreamView SECOND = stream("second", 3, StreamKind.INCREMENTAL, 9, 9);

  /** One that its target has stored. */
  private static StreamView stream(
      String name, int minute, StreamKind kind, long first, long last) {
    return stream(name, minute, kind, "mail", first, last, true);
  }

  private static StreamView stream(
      String name,
      int minute,
      StreamKind kind,
      String instance,
      long first,
      long last,
      boolean stored) {
    Instant at = Instant.EPOCH.plusSeconds(60L * minute);
    return new StreamView(
        new SessionId(name),
        1,
        StreamSessionPhase.OVER,
        true,
        new HostId("h"),
        new InstanceId(instance),
        kind,
        at,
        at,
        1,
        new TreeSet<>(),
        Optional.of(Logs.of(LongStream.rangeClosed(first, last).boxed().toList())),
        Optional.empty(),
        Optional.empty(),
        stored,
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<SessionId> continued(StreamView stream, StreamView... all) {
    return StreamChain.linked(stream, () -> Stream.of(all)).buildsOn();
  }

  @Test
  void an_incremental_one_continues_the_latest_before_it() {
    assertThat(continued(FIRST, SECOND, FULL, FIRST)).contains(FULL.session());
    assertThat(continued(SECOND, SECOND, FULL, FIRST)).contains(FIRST.session());
  }

  @Test
  void a_full_one_and_a_copy_continue_nothing() {
    StreamView full = stream("later", 9, StreamKind.FULL, 7, 8);
    StreamView copy = stream("copy", 9, StreamKind.COPY, 7, 8);
    assertThat(continued(full, FULL, full)).isEmpty();
    assertThat(continued(copy, FULL, copy)).isEmpty();
  }

  @Test
  void nothing_is_continued_that_lacks_a_log_between() {
    assertThat(continued(SECOND, FULL, SECOND)).isEmpty();
  }

  @Test
  void nothing_is_continued_that_is_no_backup_of_the_same_in_a_chain() {
    StreamView lost = stream("lost", 1, StreamKind.FULL, "mail", 5, 6, false);
    StreamView other = stream("other", 1, StreamKind.FULL, "news", 5, 6, true);
    StreamView copy = stream("copy", 1, StreamKind.COPY, 5, 6);
    assertThat(continued(FIRST, lost, other, copy, FIRST)).isEmpty();
  }
}
