package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.Wire;
import io.lull.wire.api.InstanceViews;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.StreamView;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * StopBackup at the same time as each other call of a stream, over real sockets: it is never lost,
 * and what comes of the stream is one thing, for whoever is asked.
 */
class StreamStopRaceTest {
  private static final int BIG = (5 << 20) + 77;
  private static final InstanceId INSTANCE = new InstanceId("files");
  private static final StreamFile FILES = new StreamFile.DatabaseFile(new DatabaseId("files"));

  /** The calls of a stream, in their order. */
  private enum Step {
    BEGIN,
    ATTACH_INFO,
    OPEN_DATABASE,
    READ_DATABASE,
    CLOSE_DATABASE,
    LOG_INFO,
    OPEN_LOG,
    READ_LOG,
    CLOSE_LOG,
    TRUNCATE,
    END,
    CONFIRM
  }

  private static final Step[] STEPS = Step.values();

  @TempDir static Path directory;
  private static ApiNode api;

  private StreamCaller caller;
  private Random random;
  private Step struck;
  private CompletableFuture<HttpResponse<byte[]>> stop;
  private boolean refused;
  private boolean answeredBeforeTheEnd;
  private StreamSaid opened;
  private OptionalLong open = OptionalLong.empty();

  @BeforeAll
  static void start() throws Exception {
    Path files = Files.createDirectory(directory.resolve("files"));
    byte[] big = new byte[BIG];
    new Random(7).nextBytes(big);
    Files.write(files.resolve("big"), big);
    api =
        ApiNode.start(
            directory, "lull.instances.files { kind = directory, path = \"" + files + "\" }");
  }

  @AfterAll
  static void end() {
    api.close();
  }

  @RepeatedTest(10 * 12)
  void a_stop_at_the_time_of_any_call(RepetitionInfo round) throws Exception {
    caller = new StreamCaller(api, INSTANCE);
    random = new Random(round.getCurrentRepetition());
    struck = STEPS[round.getCurrentRepetition() % STEPS.length];

    at(Step.BEGIN, this::begun);
    at(Step.ATTACH_INFO, () -> good(caller.ask(caller::attachInfo)));
    file(Step.OPEN_DATABASE, Step.READ_DATABASE, Step.CLOSE_DATABASE, FILES);
    at(Step.LOG_INFO, () -> good(caller.ask(caller::logInfo)));
    file(Step.OPEN_LOG, Step.READ_LOG, Step.CLOSE_LOG, new StreamFile.LogFile(1));
    at(Step.TRUNCATE, () -> good(caller.ask(caller::truncate)));
    StreamOutcome[] outcome = new StreamOutcome[1];
    answeredBeforeTheEnd = stop != null && stop.isDone();
    always(Step.END, () -> outcome[0] = caller.end());
    always(Step.CONFIRM, () -> confirmed(outcome[0]));
    demand(outcome[0]);
  }

  /** Makes a call, unless the stream was stopped, and with it the stop if it is its turn. */
  private void at(Step step, Callable<?> call) throws Exception {
    if (!refused || step == struck) {
      always(step, refused ? () -> step : call);
    }
  }

  private void always(Step step, Callable<?> call) throws Exception {
    if (step != struck) {
      var _ = call.call();
      return;
    }
    CompletableFuture<?> called;
    if (random.nextBoolean()) {
      stop = apart(StreamStopRaceTest::stopped);
      called = apart(call);
    } else {
      called = apart(call);
      stop = apart(StreamStopRaceTest::stopped);
    }
    var _ = called.join();
    // Half of the time it is known to have been done before the next call.
    if (random.nextBoolean()) {
      var _ = stop.join();
    }
  }

  private static <T> CompletableFuture<T> apart(Callable<T> call) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return call.call();
          } catch (Exception failed) {
            throw new CompletionException(failed);
          }
        },
        Thread::startVirtualThread);
  }

  private static HttpResponse<byte[]> stopped() throws Exception {
    return api.send(
        api.as("o", "/v1/instances/alone/files/stop-backup").POST(BodyPublishers.noBody()));
  }

  /** The answer to a call that a stop may keep from being done, and nothing else. */
  private Optional<StreamSaid> good(HttpResponse<byte[]> response) {
    if (response.statusCode() == 200) {
      return Optional.of(Wire.json().read(response.body(), StreamSaid.class));
    }
    isStop(problem(response, 409).failure());
    return Optional.empty();
  }

  private void isStop(Failure failure) {
    assertThat(failure).isEqualTo(Failure.BACKUP_ABORTED_BY_SERVER);
    refused = true;
  }

  private Object begun() throws Exception {
    caller.begin();
    return caller.stamp();
  }

  private void file(Step opens, Step reads, Step closes, StreamFile file) throws Exception {
    at(
        opens,
        () -> {
          Optional<StreamSaid> said = good(caller.ask(request -> caller.openFile(request, file)));
          said.ifPresent(this::isOpen);
          return said;
        });
    at(reads, this::read);
    if (open.isPresent()) {
      // It can be closed also after a stop.
      always(closes, this::closed);
    } else {
      at(closes, () -> closes);
    }
  }

  private void isOpen(StreamSaid said) {
    opened = said;
    open = OptionalLong.of(((StreamReply.Opened) said.reply()).handle());
  }

  private Object closed() throws Exception {
    long handle = open.getAsLong();
    StreamSaid said = caller.pass(request -> caller.closeFile(request, handle));
    assertThat(said.reply()).isInstanceOf(StreamReply.Closed.class);
    open = OptionalLong.empty();
    return said;
  }

  /** A file is read to its end, or says why it is not. */
  private Object read() throws Exception {
    HttpResponse<byte[]> response = caller.data(opened.ticket().orElseThrow().token(), "?offset=0");
    if (response.statusCode() == 200) {
      StreamCaller.Fetched fetched = StreamCaller.fetched(response);
      assertThat(fetched.digest().isPresent()).isNotEqualTo(fetched.fault().isPresent());
      fetched.fault().map(Fault::failure).ifPresent(this::isStop);
    } else {
      isStop(problem(response, 409).failure());
    }
    return response;
  }

  private Object confirmed(StreamOutcome outcome) throws Exception {
    HttpResponse<byte[]> response = caller.post(new StreamVerb.ConfirmStored(caller.fresh()));
    if (outcome == StreamOutcome.COMPLETED) {
      assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
      assertThat(Wire.json().read(response.body(), StreamSessionReply.class))
          .isInstanceOf(StreamSessionReply.Stored.class);
    } else {
      assertThat(response.statusCode()).as(text(response)).isEqualTo(409);
    }
    return response;
  }

  private StreamView over() {
    try {
      StreamView view = caller.view();
      assertThat(view.over()).isTrue();
      return view;
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private void demand(StreamOutcome outcome) throws Exception {
    HttpResponse<byte[]> answer = stop.join();
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(outcome).isIn(StreamOutcome.COMPLETED, StreamOutcome.ABORTED_BY_SERVER);
    boolean aborted = outcome == StreamOutcome.ABORTED_BY_SERVER;
    if (refused) {
      assertThat(aborted).as("a call was refused as of a stream that was stopped").isTrue();
    }
    if (struck != Step.BEGIN && answeredBeforeTheEnd) {
      assertThat(aborted).as("the stop at %s was answered before the End", struck).isTrue();
    }
    if (struck == Step.CONFIRM) {
      assertThat(aborted).as("the stop came after the End").isFalse();
    }
    StreamView view = TestProbe.create(api.node.system()).awaitAssert(this::over);
    assertThat(view.outcome()).contains(outcome);
    assertThat(view.stored()).isEqualTo(!aborted);
    assertThat(view.stopped())
        .isEqualTo(aborted ? Optional.of(Failure.BACKUP_ABORTED_BY_SERVER) : Optional.empty());
    assertThat(api.get("/v1/instances", InstanceViews.class).instances().getFirst().phase())
        .isEqualTo(StreamPhase.NOT_STARTED);
  }
}
