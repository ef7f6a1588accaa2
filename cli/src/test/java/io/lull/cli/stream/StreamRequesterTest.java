package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.cli.FakeNode;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Address;
import io.lull.cli.node.Api;
import io.lull.cli.node.Deadline;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.wire.api.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client whose patience with a node that is gone is over at once. */
class StreamRequesterTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final FakeNode node = new FakeNode();
  private final StreamRequester requester =
      new StreamRequester(
          new Api(
              new Address(
                  URI.create(node.url()), Optional::empty, Optional.empty(), Optional.empty()),
              DAY),
          new SessionId("stream-1"),
          Deadline.in(DAY),
          Duration.ZERO);

  @AfterEach
  void close() {
    node.close();
  }

  /** The first two calls get no more than this. */
  private void first(Failure failure) {
    AtomicInteger calls = new AtomicInteger();
    node.handlers.put(
        "/v1/streams/stream-1/calls",
        exchange -> {
          if (calls.incrementAndGet() > 2) {
            FakeNode.answer(
                exchange, 200, new StreamSessionReply.BackupGivenUp(new RequestId("r-1")));
          } else {
            FakeNode.answer(exchange, 503, Problem.of(Fault.of(failure, "none came"), 503));
          }
        });
  }

  @Test
  void aCallMayTakeLongerThanANodeMayBeGone() {
    first(Failure.COORDINATOR_LOST);

    requester.giveUp();

    assertThat(node.requests).hasSize(3);
  }

  @Test
  void aNodeThatKnowsOfNoCoordinatorIsNotWaitedForThatLong() {
    first(Failure.NO_COORDINATOR);

    assertThatThrownBy(requester::giveUp).isInstanceOf(Trouble.class);

    assertThat(node.requests).hasSize(1);
  }
}
