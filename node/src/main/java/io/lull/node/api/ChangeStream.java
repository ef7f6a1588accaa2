package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.lull.protocol.failure.Failure;
import io.lull.wire.api.Caller;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Sends what changes to everybody who looks, to no more of them than there may be. */
final class ChangeStream {
  private static final ContentType TYPE = ContentTypes.parse("text/event-stream");
  private static final ByteString COMMENT = ByteString.fromString(":\n\n");
  private static final Duration QUIET = Duration.ofSeconds(10);
  // As many seconds of a window as anybody may lag behind are a fraction of this.
  private static final int ROOM = 256;

  private final Changes changes;
  private final Reads reads;
  private final Semaphore places;
  private final Materializer materializer;

  /**
   * @param places shared with whoever follows sessions
   */
  ChangeStream(Changes changes, Reads reads, Semaphore places, Materializer materializer) {
    this.changes = changes;
    this.reads = reads;
    this.places = places;
    this.materializer = materializer;
  }

  Route of(Principal principal) {
    return path(
        "changes", () -> get(() -> Answers.later(reads.read(() -> answer(principal)), r -> r)));
  }

  private HttpResponse answer(Principal principal) {
    if (!places.tryAcquire()) {
      throw RefusedRequest.of(
          Failure.TOO_MANY_REQUESTS, "room for one more follower", "there is none");
    }
    Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> line =
        Source.<ByteString>queue(ROOM).preMaterialize(materializer);
    Watching watching = new Watching(line.first());
    // Who asks is said when nothing will be missed any more.
    watching.give(Changes.event("caller", new Caller(principal.name(), principal.role().key())));
    try {
      changes.watch(watching);
    } catch (RuntimeException refused) {
      watching.end();
      places.release();
      throw new CompletionException(refused);
    }
    return Patience.last(
        Answers.uncached(HttpResponse.create())
            .withEntity(HttpEntities.createChunked(TYPE, ending(line.second(), watching))));
  }

  private Source<ByteString, NotUsed> ending(
      Source<ByteString, NotUsed> events, Changes.Watcher watching) {
    return events
        .watchTermination(
            (none, ended) -> {
              var _ =
                  ended.whenComplete(
                      (_, _) -> {
                        // It may have to wait, which this thread must not.
                        Thread.startVirtualThread(() -> changes.leave(watching));
                        places.release();
                      });
              return none;
            })
        .keepAlive(QUIET, () -> COMMENT);
  }

  /** One connection; who lags too far behind is dropped, and may come again. */
  private record Watching(BoundedSourceQueue<ByteString> queue) implements Changes.Watcher {
    @Override
    public void give(ByteString event) {
      if (!queue.isCompleted() && !queue.offer(event).equals(QueueOfferResult.enqueued())) {
        end();
      }
    }

    @Override
    public void end() {
      if (!queue.isCompleted()) {
        queue.complete();
      }
    }
  }
}
