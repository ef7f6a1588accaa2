package io.lull.cli.stream;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Answer;
import io.lull.cli.node.Api;
import io.lull.cli.node.Caller;
import io.lull.cli.node.Deadline;
import io.lull.cli.stream.StreamRequester.Said;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamInput.OfSession;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.api.StreamSaid;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls the verbs of one stream, and shows a sign of life where there is nothing to call. */
final class StreamRequester extends Caller<StreamVerb, Said> {
  /** There are four in the time after which a host takes us for lost. */
  private static final Duration LIFE = Duration.ofSeconds(45);

  /** No host may be told to let a call take longer. */
  private static final Duration CALL = Duration.ofHours(1);

  private final SessionId session;
  private final CountDownLatch silent = new CountDownLatch(1);
  private final Object calling = new Object();
  private volatile long active = System.nanoTime();
  private @Nullable StreamVerb last;

  /** What is answered: by the session, or past it by the host. */
  sealed interface Said {
    /** By the session. */
    record BySession(StreamSessionReply reply) implements Said {}

    /** By the host. */
    record ByHost(StreamSaid said) implements Said {}
  }

  /** What tells the one form of an answer from the other. */
  private record Shape(Optional<StreamReply> reply) {}

  StreamRequester(Api api, SessionId session, Deadline deadline, Duration patience) {
    super(api, "/v1/streams/" + session, Said.class, deadline, patience, CALL);
    this.session = session;
  }

  SessionId session() {
    return session;
  }

  /** Opens a stream, and returns the stamp that its calls carry. */
  Stamp begin(HostId host, InstanceId instance, StreamKind kind) {
    try {
      Said said =
          called(
              request ->
                  new StreamVerb.BeginBackup(request, host, instance, kind, Optional.empty()));
      return session(StreamSessionReply.BackupBegun.class, said).stamp();
    } catch (Trouble refused) {
      // Elsewhere it ends a stream; here there is none that could be aborted.
      boolean barred =
          refused.failure().filter(Failure.CLIENT_REQUEST_TO_STOP_SERVICE::equals).isPresent();
      throw barred ? refused.as(ExitCode.REFUSED) : refused;
    }
  }

  /** Has the host do something. */
  <A extends StreamReply> A host(Class<A> answer, Function<RequestId, OfSession> call) {
    return answer.cast(opened(answer, call).reply());
  }

  /** The same with what comes beside its answer. */
  StreamSaid opened(Class<? extends StreamReply> answer, Function<RequestId, OfSession> call) {
    Said said = called(request -> new StreamVerb.PassOn(call.apply(request)));
    if (said instanceof Said.ByHost(StreamSaid host) && answer.isInstance(host.reply())) {
      return host;
    }
    throw unexpected(answer, said);
  }

  /** Says that everything is stored. */
  void stored() {
    var _ = session(StreamSessionReply.Stored.class, called(StreamVerb.ConfirmStored::new));
  }

  /** Gives the stream up, whatever has become of its begin. */
  void giveUp() {
    var _ = session(StreamSessionReply.BackupGivenUp.class, called(StreamVerb.AbortBackup::new));
  }

  /** The same for whoever need not know what comes of it. */
  void sayGivenUp() {
    synchronized (calling) {
      say(StreamVerb.AbortBackup::new);
    }
  }

  private Said called(Function<RequestId, StreamVerb> verb) {
    synchronized (calling) {
      Function<RequestId, StreamVerb> noted =
          request -> {
            StreamVerb made = verb.apply(request);
            last = made;
            return made;
          };
      Said said = call(Said.class, noted);
      active();
      return said;
    }
  }

  private static <A extends StreamSessionReply> A session(Class<A> answer, Said said) {
    if (said instanceof Said.BySession(StreamSessionReply reply) && answer.isInstance(reply)) {
      return answer.cast(reply);
    }
    throw unexpected(answer, said);
  }

  private static Trouble unexpected(Class<?> answer, Said said) {
    return Trouble.of(
        ExitCode.FAILED,
        "expected the answer " + answer.getSimpleName() + ", but got " + said,
        "Check that node and program are of the same version");
  }

  /** Something of the stream has come, so that the host knows of us. */
  void active() {
    active = System.nanoTime();
  }

  /** Repeats the last call whenever nothing else has shown for a while that we are here. */
  void showLife() {
    Thread.ofPlatform().daemon().name("sign-of-life").start(this::live);
  }

  private void live() {
    try {
      while (!silent.await(LIFE.toMillis() / 3, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - active > LIFE.toNanos()) {
          // Not beside another call: one that is late must not be taken for a new one.
          synchronized (calling) {
            StreamVerb verb = last;
            if (verb != null && silent.getCount() > 0) {
              say(_ -> verb);
              active();
            }
          }
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  void fallSilentNow() {
    silent.countDown();
  }

  @Override
  protected Said read(Answer answer) {
    return answer.as(Shape.class).reply().isPresent()
        ? new Said.ByHost(answer.as(StreamSaid.class))
        : new Said.BySession(answer.as(StreamSessionReply.class));
  }

  @Override
  protected RequestId request(StreamVerb verb) {
    return verb.request();
  }

  @Override
  protected StreamVerb keepAlive(RequestId request) {
    throw new IllegalStateException("expected a stream to show life by itself");
  }

  /** A node that has no answer yet says so by a failure. */
  @Override
  protected boolean isPending(Said reply) {
    return false;
  }

  @Override
  protected Optional<Fault> refusal(Said reply) {
    return switch (reply) {
      case Said.BySession(StreamSessionReply.Refused refused) -> Optional.of(refused.fault());
      case Said.ByHost(StreamSaid said)
          when said.reply() instanceof StreamReply.StreamRefused refused ->
          Optional.of(refused.fault());
      default -> Optional.empty();
    };
  }

  @Override
  protected Said refused(RequestId request, Fault fault) {
    return new Said.BySession(new StreamSessionReply.Refused(request, fault));
  }

  @Override
  protected Trouble late() {
    return Trouble.of(
        ExitCode.ABORTED_BY_LIMIT,
        "expected the backup to be done by now, but the time of --timeout is over",
        "Give it more; the instance is free again");
  }
}
