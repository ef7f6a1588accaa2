package io.lull.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.coordinator.Chronicle;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import io.lull.wire.EventLog;
import io.lull.wire.EventLogWriter;
import io.lull.wire.Wire;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Sends the events of a session as they come, to no more followers than there may be. */
final class EventStream {
  private static final ContentType TYPE = ContentTypes.parse("text/event-stream");
  private static final ByteString COMMENT = ByteString.fromString(":\n\n");
  // So that neither side takes a quiet connection for a dead one.
  private static final Duration QUIET = Duration.ofSeconds(10);
  // What may wait here for one follower; the rest waits in the chronicle, which drops who lags.
  private static final int ROOM = 16;

  private final Chronicle chronicle;
  private final Semaphore places;

  /**
   * @param places how many more may follow
   */
  EventStream(Chronicle chronicle, Semaphore places) {
    this.chronicle = chronicle;
    this.places = places;
  }

  /** The events after the one of this number; the connection ends with the session. */
  HttpResponse answer(SessionId session, long after) {
    if (!places.tryAcquire()) {
      throw RefusedRequest.of(
          Failure.TOO_MANY_REQUESTS, "room for one more follower", "there is none");
    }
    return Patience.last(
        Answers.uncached(HttpResponse.create())
            .withEntity(HttpEntities.createChunked(TYPE, events(session, after))));
  }

  private Source<ByteString, NotUsed> events(SessionId session, long after) {
    Semaphore room = new Semaphore(ROOM);
    return Source.<ByteString>queue(ROOM)
        .mapMaterializedValue(queue -> follow(session, after, queue, room))
        .map(
            event -> {
              room.release();
              return event;
            })
        .watchTermination(Keep.both())
        .mapMaterializedValue(
            both -> {
              var _ =
                  both.second()
                      .whenComplete(
                          (_, _) -> {
                            both.first().close();
                            places.release();
                          });
              return NotUsed.getInstance();
            })
        .keepAlive(QUIET, () -> COMMENT);
  }

  private Chronicle.Following follow(
      SessionId session, long after, BoundedSourceQueue<ByteString> queue, Semaphore room) {
    return chronicle.follow(
        session,
        after,
        entry -> {
          // The thread is the follower's own: it waits until his connection has room.
          try {
            room.acquire();
          } catch (InterruptedException left) {
            throw new IllegalStateException("the follower has left", left);
          }
          var _ = queue.offer(event(entry));
        },
        queue::complete);
  }

  private static ByteString event(EventLog.Entry<SessionEvent> entry) {
    return ByteString.fromString(
        "id: %d\nevent: %s\ndata: %s\n\n"
            .formatted(
                entry.sequence(),
                Wire.name(entry.event()),
                new String(EventLogWriter.json(entry), UTF_8)),
        UTF_8);
  }
}
