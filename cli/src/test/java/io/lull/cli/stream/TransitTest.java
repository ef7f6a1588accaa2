package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.FakeStreams.Act;
import io.lull.cli.Typed;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.session.StreamVerb;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can happen on the way, and what becomes of it. */
class TransitTest extends StreamScene {
  private final Map<Long, Integer> times = new HashMap<>();

  /** Mischief with the block of the database at this place, so often. */
  private void at(long offset, int often, Act act) {
    streams.mischief =
        (file, at) ->
            file instanceof StreamFile.DatabaseFile
                    && at == offset
                    && times.merge(at, 1, Integer::sum) <= often
                ? act
                : Act.SEND;
  }

  private void isWhole() throws IOException {
    assertThat(only().resolve("database-orders.tar")).hasBinaryContent(orders());
    good(type("stream", "verify", "backups"));
  }

  @Test
  void a_cut_between_two_blocks_is_gone_on_from() throws IOException {
    at(2 << 20, 1, Act.CUT_BEFORE);

    Typed typed = good(stream());

    isWhole();
    assertThat(streams.offsets).startsWith(0L, 2L << 20);
    assertThat(typed.err()).contains("at byte 2097152; going on from byte 2097152");
  }

  @Test
  void a_cut_within_a_block_brings_the_whole_block_again() throws IOException {
    at(1 << 20, 3, Act.CUT_WITHIN);

    good(stream());

    isWhole();
    assertThat(streams.offsets).startsWith(0L, 1L << 20, 1L << 20, 1L << 20);
  }

  @Test
  void a_flipped_byte_is_found_and_named_and_fetched_again() throws IOException {
    at(1 << 20, 1, Act.FLIP);

    Typed typed = good(stream());

    isWhole();
    assertThat(typed.err())
        .contains("expected the block at byte 1048576 of database orders as it was sent");
  }

  @Test
  void what_never_arrives_as_it_was_sent_is_given_up() throws IOException {
    at(1 << 20, 100, Act.FLIP);

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("8 times in a row", "the stream ended as ABORTED_BY_CALLER");
    assertThat(kept()).isEmpty();
    assertThat(streams.instance().stream()).isEmpty();
  }

  @Test
  void a_block_of_another_length_is_never_taken() throws IOException {
    at(0, 1, Act.TOO_LONG);
    good(stream());
    times.clear();
    at(3 << 20, 1, Act.TOO_SHORT);
    good(stream());
    times.clear();
    at(1 << 20, 100, Act.TOO_LONG);
    assertThat(stream().exit()).isEqualTo(1);
    assertThat(kept()).hasSize(2);
  }

  @Test
  void good_blocks_with_another_sum_of_all_are_no_backup() throws IOException {
    at(0, 1, Act.WRONG_END);

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("expected database orders with the SHA-256");
    assertThat(kept()).isEmpty();
  }

  @Test
  void a_ticket_that_is_not_taken_ends_it() throws IOException {
    node.handlers.put(
        "/v1/data",
        exchange ->
            FakeNode.refuse(
                exchange, Fault.of(Failure.STREAM_INVALID_PARAMETER, "no such handle")));

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("E-013 STREAM_INVALID_PARAMETER: no such handle");
    assertThat(kept()).isEmpty();
  }

  @Test
  void a_host_that_is_gone_is_the_reason_whatever_was_met_first() throws IOException {
    Fault gone = Fault.expected(Failure.HOST_UNREACHABLE, "host a to stay", "life 1 is gone");
    node.handlers.put(
        "/v1/data",
        exchange ->
            FakeNode.refuse(exchange, Fault.of(Failure.ACCESS_DENIED, "a ticket of another life")));
    streams.refusal =
        verb ->
            verb instanceof StreamVerb.PassOn pass && pass.call() instanceof StreamInput.EndStream
                ? Optional.of(gone)
                : Optional.empty();

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err())
        .contains("L-301 HOST_UNREACHABLE: expected host a to stay, but life 1 is gone")
        .contains("met as: a ticket of another life");
    assertThat(kept()).isEmpty();
  }

  @Test
  void a_stream_that_somebody_else_ended_was_aborted_and_not_called_wrongly() throws IOException {
    Fault none = Fault.expected(Failure.NO_BACKUP, "an open stream", "there is none");
    node.handlers.put("/v1/data", exchange -> FakeNode.refuse(exchange, none));
    streams.refusal =
        verb ->
            verb instanceof StreamVerb.PassOn pass && pass.call() instanceof StreamInput.EndStream
                ? Optional.of(none)
                : Optional.empty();

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("BACKUP_ABORTED_BY_CALLER", "somebody has ended it");
    assertThat(kept()).isEmpty();
  }

  @Test
  void nobody_is_followed_elsewhere_with_a_ticket() throws IOException {
    node.handlers.put(
        "/v1/data",
        exchange -> {
          exchange.getResponseHeaders().add("Location", node.url() + "/elsewhere");
          FakeNode.answer(exchange, 302, "");
        });

    assertThat(stream().exit()).isEqualTo(1);
    assertThat(node.requests).noneMatch(request -> request.contains("elsewhere"));
    assertThat(kept()).isEmpty();
  }

  @Test
  void a_ticket_leads_to_an_address_that_can_be_believed() throws IOException {
    for (String address :
        List.of(
            "http://db9.example:9180",
            "http://127.0.0.1@db9.example",
            "ftp://127.0.0.1",
            "file:///etc/passwd",
            "http://127.0.0.1:1/?x=",
            "http://127.0.0.1.example",
            "nowhere",
            "http://a b")) {
      streams.address = Optional.of(address);
      Typed typed = stream();
      assertThat(typed.exit()).as(address).isIn(1, 13);
      assertThat(typed.err()).doesNotContain("Exception", "ticket-");
      assertThat(kept()).isEmpty();
      assertThat(streams.offsets).isEmpty();
    }
  }

  @Test
  void a_ticket_is_the_only_token_that_its_host_sees() {
    good(stream());

    assertThat(node.tokens).contains("Bearer ticket-1");
  }
}
