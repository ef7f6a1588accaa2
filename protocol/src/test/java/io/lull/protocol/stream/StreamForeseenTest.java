package io.lull.protocol.stream;

import static io.lull.protocol.stream.StreamFixture.MAIL;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SetId;
import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamInput.LoggingChanged;
import io.lull.protocol.stream.StreamInput.StopBackup;
import io.lull.protocol.stream.StreamInput.StopService;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.stream.StreamInput.TakeForSnapshot;
import io.lull.protocol.time.Uptime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of a stream before its source was looked at. */
class StreamForeseenTest {
  private final StreamMachine machine = new StreamMachine();
  private final StreamFixture one = StreamFixture.single();
  private final StreamClient client = one.client("s1");

  private Optional<StreamHost> foreseen(BeginStream begin) {
    return machine.foreseen(one.host(), begin, Uptime.ZERO);
  }

  private void assertNothingForeseen(StreamClient begins) {
    assertThat(foreseen(begins.beginning(StreamKind.FULL))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(StreamKind.class)
  void it_may_open_whatever_was_known_of_its_logs(StreamKind kind) {
    for (Logging logging : Logging.values()) {
      one.give(new LoggingChanged(MAIL, logging));

      assertThat(foreseen(client.beginning(kind)).orElseThrow().stream(MAIL).stamp())
          .as("%s", logging)
          .isEqualTo(client.stamp());
    }
  }

  @Test
  void a_stop_is_answered_as_it_is_after_the_Begin() {
    BeginStream begin = client.beginning(StreamKind.FULL);
    StreamHost host = foreseen(begin).orElseThrow();
    one.give(begin);

    List<StreamRequest> stops =
        List.of(
            new StopBackup(one.request(), Optional.empty()),
            new StopBackup(one.request(), Optional.of(MAIL)),
            new StopService(one.request(), Optional.of(MAIL)),
            new StopBackup(one.request(), Optional.of(MAIL)),
            new StopService(one.request(), Optional.empty()));
    for (StreamRequest stop : stops) {
      var ahead = machine.decide(host, stop, Uptime.ZERO);
      host = machine.replay(host, ahead.events());

      assertThat(ahead.replies()).containsExactly(one.ask(stop));
      assertThat(host.instance(MAIL).phase()).isEqualTo(one.phase(MAIL));
    }
  }

  @Test
  void it_does_not_open_where_something_else_has_the_instance() {
    one.ask(new TakeForSnapshot(one.request(), MAIL, new SetId("snap")));

    assertNothingForeseen(client);
  }

  @Test
  void it_does_not_open_beside_another_nor_twice() {
    BeginStream begin = client.beginning(StreamKind.FULL);
    one.give(begin);

    assertThat(foreseen(begin)).isEmpty();
    assertNothingForeseen(one.client("s2"));
  }

  @Test
  void it_does_not_open_again_once_its_session_has_streamed() {
    client.begun(StreamKind.FULL).end(EndMode.ABORT);

    assertNothingForeseen(client);
    assertThat(foreseen(one.client("s2").beginning(StreamKind.FULL))).isPresent();
  }

  @Test
  void it_does_not_open_after_StopService_nor_where_no_instance_runs() {
    one.stopService(MAIL);
    assertNothingForeseen(client);

    one.terminate(MAIL, false);
    assertNothingForeseen(client);
  }
}
