package io.lull.protocol.stream;

import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.database;
import static io.lull.protocol.stream.StreamFixture.facts;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static io.lull.protocol.stream.StreamOracle.Move.BEGIN_COPY;
import static io.lull.protocol.stream.StreamOracle.Move.BEGIN_FULL;
import static io.lull.protocol.stream.StreamOracle.Move.BEGIN_INCREMENTAL;
import static io.lull.protocol.stream.StreamOracle.Move.CLOSE;
import static io.lull.protocol.stream.StreamOracle.Move.END_NORMAL;
import static io.lull.protocol.stream.StreamOracle.Move.LOG_INFO;
import static io.lull.protocol.stream.StreamOracle.Move.OPEN_DATABASE;
import static io.lull.protocol.stream.StreamOracle.Move.OPEN_LOG;
import static io.lull.protocol.stream.StreamOracle.Move.READ;
import static io.lull.protocol.stream.StreamOracle.Move.STOP_BACKUP;
import static io.lull.protocol.stream.StreamOracle.Move.STOP_SERVICE;
import static io.lull.protocol.stream.StreamOracle.Move.TRUNCATE;

import io.lull.protocol.stream.StreamOracle.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every sequence of calls up to a length, from the beginning and from further on. */
class EverySequenceTest {
  private static final List<Move> FULLY_READ =
      List.of(BEGIN_FULL, OPEN_DATABASE, READ, CLOSE, LOG_INFO, OPEN_LOG, READ, CLOSE, TRUNCATE);

  @Test
  void from_the_beginning() {
    explore(4);
  }

  @Test
  void from_the_middle_of_a_full_stream() {
    explore(3, BEGIN_FULL, OPEN_DATABASE);
    explore(3, BEGIN_FULL, OPEN_DATABASE, READ, CLOSE, LOG_INFO);
    explore(3, BEGIN_FULL, LOG_INFO, OPEN_LOG, READ);
  }

  @Test
  void from_the_middle_of_a_copy() {
    explore(3, BEGIN_COPY, OPEN_DATABASE, READ, CLOSE, LOG_INFO, OPEN_LOG, READ, CLOSE);
  }

  @Test
  void from_the_end_of_a_full_stream_on() {
    explore(3, FULLY_READ);
    explore(3, and(FULLY_READ, END_NORMAL));
  }

  @Test
  void from_the_middle_of_an_incremental_stream() {
    explore(3, and(FULLY_READ, END_NORMAL, BEGIN_INCREMENTAL));
    explore(3, and(FULLY_READ, END_NORMAL, BEGIN_INCREMENTAL, LOG_INFO));
  }

  @Test
  void from_a_stop_on() {
    explore(3, BEGIN_FULL, OPEN_DATABASE, STOP_BACKUP);
    explore(3, and(FULLY_READ, STOP_BACKUP));
    explore(3, BEGIN_FULL, OPEN_DATABASE, STOP_SERVICE);
  }

  private static void explore(int length, Move... way) {
    explore(length, List.of(way));
  }

  private static void explore(int length, List<Move> way) {
    World world = World.fresh();
    for (Move move : way) {
      world = world.after(move);
    }
    explore(world, length);
  }

  private static void explore(World world, int length) {
    if (length > 0) {
      for (Move move : Move.values()) {
        explore(world.after(move), length - 1);
      }
    }
  }

  private static List<Move> and(List<Move> way, Move... more) {
    List<Move> longer = new ArrayList<>(way);
    longer.addAll(List.of(more));
    return longer;
  }

  /** The machine and the oracle after the same calls. */
  private record World(
      List<Move> story, StreamFixture fixture, StreamClient client, StreamOracle oracle) {
    static World fresh() {
      StreamFixture fixture = StreamFixture.empty().available(6);
      fixture.start(MAIL, facts(database(USERS, Optional.empty())));
      return new World(List.of(), fixture, fixture.client("s0"), new StreamOracle());
    }

    World after(Move move) {
      StreamFixture fork = fixture.fork();
      StreamOracle expecting = oracle.copy();
      List<Move> longer = and(story, move);
      // A session streams once, so every Begin is another session's.
      boolean begins = move == BEGIN_FULL || move == BEGIN_INCREMENTAL || move == BEGIN_COPY;
      StreamClient asking = begins ? fork.client("s" + longer.size()) : client.on(fork);
      StreamReply reply = ask(move, fork, asking);
      String expected = expecting.answer(move);
      if (!name(reply).equals(expected)) {
        throw new AssertionError(
            "expected " + expected + " to the last of " + longer + ", but got " + reply);
      }
      boolean keeps = begins && !(reply instanceof StreamReply.Begun);
      return new World(longer, fork, keeps ? client.on(fork) : asking, expecting);
    }

    private static StreamReply ask(Move move, StreamFixture fixture, StreamClient client) {
      return switch (move) {
        case BEGIN_FULL -> client.begin(StreamKind.FULL);
        case BEGIN_INCREMENTAL -> client.begin(StreamKind.INCREMENTAL);
        case BEGIN_COPY -> client.begin(StreamKind.COPY);
        case ATTACH_INFO -> client.attachInfo();
        case OPEN_DATABASE -> client.open(file(USERS));
        case OPEN_LOG -> client.open(log(6));
        case READ -> client.read();
        case CLOSE -> client.close();
        case LOG_INFO -> client.logInfo();
        case PREVIEW -> client.truncateInfo();
        case TRUNCATE -> client.truncate();
        case END_NORMAL -> client.end(EndMode.NORMAL);
        case END_ABORT -> client.end(EndMode.ABORT);
        case STOP_BACKUP -> fixture.stopBackup();
        case STOP_SERVICE -> fixture.stopService(MAIL);
        case ATTACH ->
            fixture.ask(new StreamInput.AttachDatabase(fixture.request(), MAIL, database(USERS)));
        case RESTART -> {
          fixture.terminate(MAIL, true);
          yield fixture.start(MAIL, facts(database(USERS, Optional.empty())));
        }
      };
    }

    private static String name(StreamReply reply) {
      return switch (reply) {
        case StreamReply.StreamRefused refused -> refused.fault().failure().name();
        case StreamReply.Ended ended -> "Ended " + ended.outcome();
        case StreamReply other -> other.getClass().getSimpleName();
      };
    }
  }
}
