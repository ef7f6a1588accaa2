package io.lull.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.stream.EveryStreamInput.Situation;
import io.lull.protocol.stream.StreamEvent.StreamEnded;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Everything that can come, in every situation, twice in a row. */
class StreamTableTest {
  @Test
  void every_row_is_taken_and_ends_where_it_says() {
    for (Situation situation : EveryStreamInput.stoppedToo()) {
      Run run = at(situation);
      run.inputs().forEach(run::giveAndCheck);
    }

    Taken.assertEveryRowTaken(StreamTable.TABLE);
  }

  @Test
  void any_two_inputs_leave_a_host_that_its_events_explain_and_nobody_without_an_answer() {
    for (Situation situation : EveryStreamInput.stoppedToo()) {
      Run run = at(situation);
      for (StreamInput first : run.inputs()) {
        Run then = run.giveAndCheck(first);
        for (StreamInput second : then.inputs()) {
          StreamFixture fixture = then.giveAndCheck(second).fixture;
          assertThat(fixture.replayed()).isEqualTo(fixture.host());
        }
      }
    }
  }

  private Run at(Situation situation) {
    StreamFixture fixture = StreamFixture.single();
    StreamClient client = fixture.client("s1");
    situation.way().accept(fixture, client);
    return new Run(situation.name(), fixture.hostIsSilent(), client);
  }

  private record Run(String story, StreamFixture fixture, StreamClient client) {
    List<StreamInput> inputs() {
      return EveryStreamInput.inputs(fixture, client);
    }

    /** On a fork, so that one situation serves for everything that can come in it. */
    Run giveAndCheck(StreamInput input) {
      StreamFixture fork = fixture.fork();
      Optional<Stream> before = stream(fork);
      Decision<StreamEvent, StreamEffect, StreamReply> decision = fork.give(input);
      Run after = new Run(story + ": " + input.getClass().getSimpleName(), fork, client.on(fork));
      if (input instanceof StreamRequest request) {
        after.assertOneAnswer(request, decision);
      }
      before.ifPresent(stream -> after.assertNothingIsForgotten(stream, decision));
      return after;
    }

    private static Optional<Stream> stream(StreamFixture fixture) {
      return fixture.host().find(StreamFixture.MAIL).flatMap(Instance::stream);
    }

    private Optional<Call> underWay() {
      return stream(fixture).flatMap(stream -> stream.work().call());
    }

    private void assertOneAnswer(
        StreamRequest request, Decision<StreamEvent, StreamEffect, StreamReply> decision) {
      long answers =
          decision.replies().stream()
              .filter(reply -> reply.request().equals(request.request()))
              .count();
      boolean waits =
          underWay().filter(call -> call.request().equals(request.request())).isPresent();
      assertThat(answers).as(story).isEqualTo(waits ? 0 : 1);
    }

    /** Whoever waited for the host has an answer, and a file of a stream that ended is closed. */
    private void assertNothingIsForgotten(
        Stream before, Decision<StreamEvent, StreamEffect, StreamReply> decision) {
      before
          .work()
          .call()
          .filter(call -> !underWay().equals(Optional.of(call)))
          .ifPresent(
              call ->
                  assertThat(decision.replies())
                      .as(story)
                      .extracting(StreamReply::request)
                      .containsOnlyOnce(call.request()));
      boolean ended = decision.events().stream().anyMatch(StreamEnded.class::isInstance);
      before
          .work()
          .taken()
          .filter(handle -> ended)
          .ifPresent(
              handle ->
                  assertThat(decision.effects())
                      .as(story)
                      .contains(new StreamEffect.CloseData(StreamFixture.MAIL, handle)));
    }
  }
}
