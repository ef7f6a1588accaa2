package io.lull.writer.stream;

import static io.lull.protocol.failure.Failure.ACCESS_DENIED;
import static io.lull.protocol.failure.Failure.BACKUP_ABORTED_BY_SERVER;
import static io.lull.protocol.failure.Failure.INVALID_BACKUP_SEQUENCE;
import static io.lull.protocol.failure.Failure.NO_BACKUP;
import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.writer.stream.StreamStage.MAIL;
import static io.lull.writer.stream.StreamStage.ORDERS;
import static io.lull.writer.stream.StreamStage.PIECE;
import static io.lull.writer.stream.StreamStage.SHOP;
import static io.lull.writer.stream.StreamStage.USERS;
import static io.lull.writer.stream.StreamStage.failure;
import static io.lull.writer.stream.StreamStage.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.Ticket;
import io.lull.writer.source.test.SourceCall;
import io.lull.writer.source.test.TestArchive;
import io.lull.writer.test.Deed;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading with tickets, by those who have them and by those who would like to. */
class StreamReaderTest {
  private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());

  @TempDir Path directory;
  private StreamStage two;
  private Client client;

  @BeforeEach
  void start() {
    two = new StreamStage(KIT, directory, MAIL, SHOP);
    client = two.client("s1").begun(StreamKind.FULL).opened(file(USERS));
  }

  @AfterEach
  void end() {
    two.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private StreamReply read(String token) {
    return read(token, 0, ByteBuffer.allocate(PIECE));
  }

  private StreamReply read(String token, long offset, ByteBuffer into) {
    BlockingQueue<StreamReply> answer = new LinkedBlockingQueue<>();
    two.instances().reader().read(token, offset, into).thenAccept(answer::add);
    return StreamStage.taken(answer);
  }

  @Test
  void a_ticket_names_the_door_of_its_host_and_the_file_of_one_handle() {
    Ticket ticket = client.ticket();

    assertThat(ticket.address()).isEqualTo(StreamStage.DOOR);
    assertThat(two.instances().reader().check(ticket.token()))
        .contains(new Grant(new SessionId("s1"), MAIL, client.handle()));
  }

  @Test
  void a_repeated_Open_brings_a_ticket_for_the_same_handle() {
    Client other = two.client("s2", SHOP).begun(StreamKind.FULL);
    StreamInput.OpenFile open = other.opening(file(USERS));
    var first = StreamStage.heard(two.tell(open));

    assertThat(StreamStage.heard(two.tell(open))).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "../../etc/passwd", "\r\nHost: x", "AAAAAAAAAAAAAAAA"})
  void a_token_that_nobody_made_reads_nothing_and_is_not_repeated(String hostile) {
    ByteBuffer into = ByteBuffer.allocate(PIECE);

    StreamReply reply = read(hostile, 0, into);

    assertThat(failure(reply)).contains(ACCESS_DENIED);
    assertThat(into.array()).containsOnly(0);
    if (hostile.length() > 4) {
      assertThat(reply.toString()).doesNotContain(hostile);
    }
    assertThat(two.mail().diary().calls(SourceCall.READ)).isEmpty();
  }

  @Test
  void a_ticket_of_an_earlier_life_reads_nothing() {
    String token = client.ticket().token();

    two.restart();
    two.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    assertThat(failure(read(token))).contains(ACCESS_DENIED);
  }

  @Test
  void a_ticket_of_another_host_reads_nothing() {
    String token = Tickets.fresh().issue(new Grant(new SessionId("s1"), MAIL, client.handle()));

    assertThat(failure(read(token))).contains(ACCESS_DENIED);
  }

  @Test
  void a_ticket_for_a_file_that_was_closed_reads_no_other() {
    String token = client.ticket().token();
    client.close();
    client.opened(file(ORDERS));

    assertThat(failure(read(token))).contains(STREAM_INVALID_PARAMETER);
  }

  @Test
  void a_ticket_of_a_stream_that_has_ended_reads_nothing_of_the_next() {
    String token = client.ticket().token();
    client.end(EndMode.ABORT);
    assertThat(failure(read(token))).contains(NO_BACKUP);
    two.client("s2").begun(StreamKind.FULL).opened(file(USERS));

    assertThat(failure(read(token))).contains(NO_BACKUP);
  }

  @Test
  void a_ticket_outlives_the_coordinator_that_asked_for_it() {
    Stamp old = client.stamp();
    Stamp newer = new Stamp(old.session(), old.set(), new Epoch(9), old.incarnation(), old.slot());
    two.ask(new StreamInput.GetAttachInfo(two.request(), MAIL, newer));

    assertThat(client.read()).isInstanceOf(StreamReply.Read.class);
  }

  @Test
  void who_reads_while_another_read_is_under_way_waits_for_its_end() throws Exception {
    BlockingQueue<StreamReply> first = readingWhatHangs();

    ByteBuffer into = ByteBuffer.allocate(PIECE);
    BlockingQueue<StreamReply> second = client.reading(PIECE, into);
    two.settled();
    assertThat(second).isEmpty();
    assertThat(two.mail().diary().calls(SourceCall.READ)).hasSize(1);
    two.mail().letGo();

    assertThat(StreamStage.taken(first)).isInstanceOf(StreamReply.Read.class);
    TestArchive archive = two.mail().archive(file(USERS));
    ByteBuffer expected = ByteBuffer.allocate((int) archive.size() - PIECE);
    archive.read(PIECE, expected);
    assertThat(StreamStage.taken(second))
        .isInstanceOfSatisfying(
            StreamReply.Read.class,
            read -> assertThat(read.bytes()).isEqualTo(expected.capacity()));
    assertThat(into.slice(0, expected.capacity())).isEqualTo(expected.flip());
  }

  @Test
  void who_waits_to_read_hears_of_a_stop() throws Exception {
    BlockingQueue<StreamReply> first = readingWhatHangs();
    BlockingQueue<StreamReply> second = client.reading(0, ByteBuffer.allocate(PIECE));

    two.stopBackup(MAIL);
    two.mail().letGo();

    assertThat(StreamStage.taken(first)).isInstanceOf(StreamReply.Read.class);
    assertThat(failure(StreamStage.taken(second))).contains(BACKUP_ABORTED_BY_SERVER);
  }

  @Test
  void who_waits_to_read_is_answered_when_the_read_before_has_failed_or_its_stream_ends()
      throws Exception {
    readingWhatHangs();
    BlockingQueue<StreamReply> second = client.reading(0, ByteBuffer.allocate(PIECE));
    two.pass(StreamStage.SETTINGS.read());
    assertThat(failure(StreamStage.taken(second))).contains(STREAM_INVALID_PARAMETER);

    client.opened(file(ORDERS));
    readingWhatHangs();
    BlockingQueue<StreamReply> last = client.reading(0, ByteBuffer.allocate(PIECE));
    client.end(EndMode.ABORT);
    assertThat(failure(StreamStage.taken(last))).contains(NO_BACKUP);
  }

  @Test
  void not_everybody_waits_to_read() throws Exception {
    readingWhatHangs();
    for (int i = 0; i < StreamActor.READS_MOST; i++) {
      client.reading(0, ByteBuffer.allocate(PIECE));
    }

    assertThat(failure(client.read())).contains(INVALID_BACKUP_SEQUENCE);
  }

  /** A read that is under way until it is let go. */
  private BlockingQueue<StreamReply> readingWhatHangs() throws InterruptedException {
    StreamStage.Hang hang = two.hangs(SourceCall.READ, Deed.Kind.HANG);
    BlockingQueue<StreamReply> reading = client.reading(0, ByteBuffer.allocate(PIECE));
    hang.await();
    return reading;
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, Long.MIN_VALUE, Long.MAX_VALUE})
  void a_place_that_is_none_is_refused(long offset) {
    assertThat(failure(read(client.ticket().token(), offset, ByteBuffer.allocate(PIECE))))
        .contains(STREAM_INVALID_PARAMETER);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, PIECE + 4096})
  void a_buffer_of_no_good_size_is_refused(int size) {
    assertThat(failure(read(client.ticket().token(), 0, ByteBuffer.allocate(size))))
        .contains(STREAM_INVALID_PARAMETER);
  }

  @Test
  void what_is_read_goes_where_the_buffer_stands_and_nowhere_else() {
    ByteBuffer into = ByteBuffer.allocateDirect(PIECE + 16).position(8).limit(PIECE + 8);

    assertThat(read(client.ticket().token(), 0, into)).isInstanceOf(StreamReply.Read.class);

    assertThat(into.position()).isEqualTo(8);
    ByteBuffer expected = ByteBuffer.allocate(PIECE);
    two.mail().archive(file(USERS)).read(0, expected);
    assertThat(into.slice(8, PIECE)).isEqualTo(expected.flip());
    assertThat(into.get(7)).isZero();
  }

  @Test
  void nobody_reads_without_a_ticket() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    two.instances()
                        .ask(
                            new StreamInput.ReadFile(
                                two.request(), MAIL, client.stamp(), client.handle(), 0, PIECE),
                            said -> {})))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_instance_that_is_not_there_is_answered_in_the_words_of_the_machine() {
    InstanceId none = new InstanceId("none");

    assertThat(failure(two.client("s9", none).begin(StreamKind.FULL)))
        .contains(STREAM_INVALID_PARAMETER);
    assertThat(failure(two.stopService(none))).contains(STREAM_INVALID_PARAMETER);
  }
}
