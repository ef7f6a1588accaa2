package io.lull.protocol.stream;

import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.ORDERS;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.database;
import static io.lull.protocol.stream.StreamFixture.failure;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static io.lull.protocol.stream.StreamFixture.logs;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.stream.StreamInput.AttachDatabase;
import io.lull.protocol.stream.StreamInput.DetachDatabase;
import io.lull.protocol.stream.StreamInput.DropDatabase;
import io.lull.protocol.stream.StreamInput.StreamOwnerLost;
import io.lull.protocol.stream.StreamReply.Permitted;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a database that is gone for good still keeps, and for how long. */
class StreamDropTest {
  private static final DatabaseId ATTIC = new DatabaseId("attic");

  private final StreamFixture one = StreamFixture.single().available(2, 3, 4, 5, 6);

  private StreamReply drop(DatabaseId database) {
    return one.ask(new DropDatabase(one.request(), MAIL, database));
  }

  private boolean isKnown(DatabaseId database) {
    return one.instance(MAIL).facts().database(database).isPresent();
  }

  /** A full stream of USERS alone. */
  private StreamClient full(String session) {
    StreamClient client = one.client(session).begun(StreamKind.FULL).copied(file(USERS));
    return client.logsKnown().copied(log(6));
  }

  private StreamClient incremental(String session) {
    StreamClient client = one.client(session).begun(StreamKind.INCREMENTAL).logsKnown();
    for (long log = 2; log <= 6; log++) {
      client.copied(log(log));
    }
    return client;
  }

  private static Logs marked(StreamClient client) {
    return ((StreamReply.Truncated) client.truncate()).logs();
  }

  @Test
  void it_is_dropped_once_and_one_that_never_was_is_refused() {
    assertThat(drop(ORDERS)).isInstanceOf(Permitted.class);
    assertThat(drop(ORDERS)).isInstanceOf(Permitted.class);

    assertThat(one.happened(StreamEvent.DatabaseDropped.class)).hasSize(1);
    assertThat(one.instance(MAIL).facts().isAttached(ORDERS)).isFalse();
    assertThat(failure(drop(ATTIC))).contains(STREAM_INVALID_PARAMETER);
  }

  @Test
  void a_detached_one_that_is_dropped_later_is_no_worse() {
    one.ask(new DetachDatabase(one.request(), MAIL, ORDERS));
    drop(ORDERS);

    full("s1").truncated().completed().confirmTruncation();

    assertThat(isKnown(ORDERS)).isFalse();
  }

  @Test
  void incremental_streams_keep_its_logs_as_long_as_no_full_one_follows() {
    drop(ORDERS);

    StreamClient client = incremental("s1");
    assertThat(marked(client)).isEqualTo(logs(2, 3));
    client.completed().confirmTruncation();

    assertThat(isKnown(ORDERS)).isTrue();
  }

  @Test
  void a_full_one_that_nobody_stored_keeps_its_logs() {
    drop(ORDERS);
    StreamClient client = full("s1").truncated().completed();
    one.give(new StreamOwnerLost(MAIL, client.stamp().session()));

    assertThat(marked(incremental("s2"))).isEqualTo(logs(2, 3));
  }

  @Test
  void a_copy_and_a_full_one_that_marks_no_logs_keep_its_logs() {
    drop(ORDERS);
    StreamClient copy = one.client("s1").begun(StreamKind.COPY).copied(file(USERS));
    copy.logsKnown().copied(log(6)).completed().confirmTruncation();
    full("s2").completed().confirmTruncation();

    assertThat(isKnown(ORDERS)).isTrue();
  }

  @Test
  void a_full_snapshot_keeps_its_logs() {
    SetId set = new SetId("snap");
    drop(ORDERS);
    one.ask(new StreamInput.TakeForSnapshot(one.request(), MAIL, set));
    one.ask(new StreamInput.GiveBack(one.request(), MAIL, set, Optional.of(6L)));

    assertThat(isKnown(ORDERS)).isTrue();
  }

  @Test
  void a_full_one_that_was_made_before_it_was_dropped_keeps_its_logs_however_late_it_is_stored() {
    StreamClient before = full("s1").truncated().completed();
    drop(ORDERS);
    before.confirmTruncation();

    assertThat(isKnown(ORDERS)).isTrue();
    assertThat(marked(incremental("s2"))).isEqualTo(logs(2, 3));
  }

  @Test
  void a_full_one_that_leaves_out_what_is_there_keeps_its_logs() {
    one.ask(new AttachDatabase(one.request(), MAIL, database(ATTIC)));
    drop(ORDERS);

    StreamClient half = full("s1");
    assertThat(marked(half)).isEqualTo(logs(2, 3));
    half.completed().confirmTruncation();

    assertThat(isKnown(ORDERS)).isTrue();
  }

  @Test
  void one_that_comes_back_before_it_is_forgotten_keeps_its_logs() {
    drop(ORDERS);
    StreamClient without = full("s1").truncated().completed();
    one.ask(new AttachDatabase(one.request(), MAIL, database(ORDERS)));
    drop(ORDERS);
    without.confirmTruncation();

    assertThat(isKnown(ORDERS)).isTrue();
  }

  @Test
  void what_is_only_detached_is_never_forgotten() {
    one.ask(new DetachDatabase(one.request(), MAIL, ORDERS));

    StreamClient client = full("s1");
    assertThat(marked(client)).isEqualTo(logs(2, 3));
    client.completed().confirmTruncation();

    assertThat(isKnown(ORDERS)).isTrue();
  }
}
