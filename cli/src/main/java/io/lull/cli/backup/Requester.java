package io.lull.cli.backup;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Answer;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.NoAnswer;
import io.lull.cli.node.Pause;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput.KeepAlive;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.Wire;
import io.lull.wire.api.Problem;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls the verbs of one session, each under an id of its own and until it is answered.
 *
 * <p>A call that gets no answer is made again under the same id: the session has done it once, or
 * does it now, and tells the same in any case.
 */
final class Requester {
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The coordinator is looked for; none of these says that the call was refused. */
  private static final Set<Failure> SEARCHING =
      EnumSet.of(Failure.COORDINATOR_LOST, Failure.NO_COORDINATOR, Failure.JOURNAL_UNAVAILABLE);

  private final Api api;
  private final SessionId session;
  private final Duration patience;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch silent = new CountDownLatch(1);
  private Deadline deadline;
  private @Nullable Trouble stopped;

  /**
   * A requester of a session that only it calls.
   *
   * @param patience how long a node may be gone before it is given up
   */
  Requester(Api api, SessionId session, Deadline deadline, Duration patience) {
    this.api = api;
    this.session = session;
    this.deadline = deadline;
    this.patience = patience;
  }

  SessionId session() {
    return session;
  }

  RequestId next() {
    return new RequestId("r-" + requests.incrementAndGet());
  }

  /** The first call, which a node that cannot be reached simply does not get. */
  void begin(Function<RequestId, Verb> verb) {
    Verb called = verb.apply(next());
    expect(SessionReply.Done.class, repeated(called, Duration.ZERO));
  }

  /** Calls a verb until it is answered; what is not the answer hoped for is a trouble. */
  <R extends SessionReply> R call(Class<R> answer, Function<RequestId, Verb> verb) {
    return expect(answer, repeated(verb.apply(next()), patience));
  }

  /** The same for whoever wants to hear a refusal too. */
  SessionReply reply(Function<RequestId, Verb> verb) {
    return repeated(verb.apply(next()), patience);
  }

  /** Calls a verb once, for whoever need not know what comes of it. */
  void say(Function<RequestId, Verb> verb) {
    try {
      api.ask(request(verb.apply(next()), Duration.ZERO), POLL);
    } catch (NoAnswer unheard) {
      // A session without a requester ends by itself.
    }
  }

  /** From now on nothing more is done but what undoes; the call under way is waited for no more. */
  void stop(Trouble why) {
    synchronized (this) {
      if (stopped == null) {
        stopped = why;
      }
    }
    api.interrupt();
  }

  /** Ends the session after a trouble: what was told to stop may call again, for so long. */
  void undoing(Duration time) {
    synchronized (this) {
      stopped = null;
      deadline = Deadline.in(time);
    }
  }

  /** Throws what stopped us, if something did. */
  synchronized void check() {
    if (stopped != null) {
      throw stopped;
    }
    if (deadline.isOver()) {
      throw Trouble.of(
          ExitCode.ABORTED_BY_LIMIT,
          "expected the backup to be done by now, but the time of --timeout is over",
          "Give it more, or find out with 'lull show " + session + "' what took so long");
    }
  }

  synchronized Deadline deadline() {
    return deadline;
  }

  /** Says now and then that we are here, until told to be silent. */
  void keepAlive(Duration lease) {
    // A connection of its own: the other one may wait for an answer.
    Api beside = new Api(api.address(), POLL);
    Thread.ofPlatform()
        .daemon()
        .name("keep-alive")
        .start(() -> keepAlive(beside, lease.dividedBy(3)));
  }

  private void keepAlive(Api beside, Duration every) {
    try {
      for (int i = 1; !silent.await(every.toMillis(), TimeUnit.MILLISECONDS); i++) {
        try {
          beside.ask(request(new KeepAlive(new RequestId("k-" + i)), Duration.ZERO), POLL);
        } catch (NoAnswer gone) {
          // The next one comes in time: there are three in a lease.
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  void fallSilent() {
    silent.countDown();
  }

  private SessionReply repeated(Verb verb, Duration patience) {
    Deadline searching = Deadline.in(patience);
    while (true) {
      check();
      Duration poll = deadline().atMost(POLL);
      try {
        Answer answer = api.ask(request(verb, poll), poll.plus(POLL));
        if (answer.good()) {
          SessionReply reply = answer.as(SessionReply.class);
          if (!(reply instanceof SessionReply.Pending)) {
            return reply;
          }
          // Somebody has answered, so nobody is being looked for.
          searching = Deadline.in(patience);
        } else if (searching.isOver() || !isSearching(answer)) {
          return refused(verb, answer);
        }
      } catch (NoAnswer none) {
        check();
        if (searching.isOver()) {
          throw none.trouble();
        }
      }
      Pause.of(deadline().atMost(PAUSE));
    }
  }

  private static boolean isSearching(Answer answer) {
    if (answer.status() == 502 || answer.status() == 504) {
      return true;
    }
    return answer.status() == 503
        && answer.trouble().failure().map(SEARCHING::contains).orElse(true);
  }

  /** A refusal in the words of the session, as far as the answer is one. */
  private static SessionReply refused(Verb verb, Answer answer) {
    Trouble trouble = answer.trouble();
    if (trouble.failure().isEmpty()
        || answer.status() == 401
        || answer.status() == 403
        || answer.status() == 503) {
      throw trouble;
    }
    Problem problem = answer.as(Problem.class);
    return new SessionReply.Refused(verb.request(), Fault.of(problem.failure(), problem.detail()));
  }

  private Request request(Verb verb, Duration wait) {
    return Request.of(
            "POST", "/v1/sessions/" + session + "/calls?for=" + Math.max(1, wait.toSeconds()) + "s")
        .with(Wire.json().write(verb));
  }

  private static <R extends SessionReply> R expect(Class<R> answer, SessionReply reply) {
    if (reply instanceof SessionReply.Refused refused) {
      throw Trouble.of(refused.fault());
    }
    if (!answer.isInstance(reply)) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected the session to answer "
              + answer.getSimpleName()
              + ", but it said "
              + reply.getClass().getSimpleName(),
          "Check that node and program are of the same version");
    }
    return answer.cast(reply);
  }
}
