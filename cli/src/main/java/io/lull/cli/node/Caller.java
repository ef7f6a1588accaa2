package io.lull.cli.node;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api.Request;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.wire.Wire;
import io.lull.wire.api.Problem;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls the verbs of one session of any kind, each under an id of its own and until it is answered.
 *
 * <p>A call that gets no answer is made again under the same id: the session has done it once, or
 * does it now, and tells the same in any case.
 *
 * @param <V> verb
 * @param <R> reply
 */
public abstract class Caller<V, R> {
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The coordinator is looked for; none of these says that the call was refused. */
  private static final Set<Failure> SEARCHING =
      EnumSet.of(Failure.COORDINATOR_LOST, Failure.NO_COORDINATOR, Failure.JOURNAL_UNAVAILABLE);

  private final Api api;
  private final String path;
  private final Class<R> replies;
  private final Duration patience;
  private final Duration unanswered;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch silent = new CountDownLatch(1);
  private Deadline deadline;
  private @Nullable Trouble stopped;
  private boolean undoing;

  /**
   * A caller of a session that only it calls.
   *
   * @param path where the session is called
   * @param patience how long a node may be gone before it is given up
   */
  protected Caller(Api api, String path, Class<R> replies, Deadline deadline, Duration patience) {
    this(api, path, replies, deadline, patience, Duration.ZERO);
  }

  /**
   * The same where a node that has no answer yet cannot say whether somebody is about it.
   *
   * @param unanswered how long one call may be without an answer
   */
  protected Caller(
      Api api,
      String path,
      Class<R> replies,
      Deadline deadline,
      Duration patience,
      Duration unanswered) {
    this.api = api;
    this.path = path;
    this.replies = replies;
    this.deadline = deadline;
    this.patience = patience;
    this.unanswered = unanswered;
  }

  protected abstract RequestId request(V verb);

  protected abstract V keepAlive(RequestId request);

  /** Says that a call is still under way. */
  protected abstract boolean isPending(R reply);

  /** Why a call was not done, if it was not. */
  protected abstract Optional<Fault> refusal(R reply);

  protected abstract R refused(RequestId request, Fault fault);

  /** What it means that the time is over. */
  protected abstract Trouble late();

  /** What an answer says that is no refusal. */
  protected R read(Answer answer) {
    return answer.as(replies);
  }

  public RequestId next() {
    return new RequestId("r-" + requests.incrementAndGet());
  }

  /** The first call, which a node that cannot be reached simply does not get. */
  public <A extends R> A begin(Class<A> answer, Function<RequestId, V> verb) {
    return expect(answer, repeated(verb.apply(next()), Duration.ZERO));
  }

  /** Calls a verb until it is answered; what is not the answer hoped for is a trouble. */
  public <A extends R> A call(Class<A> answer, Function<RequestId, V> verb) {
    return expect(answer, repeated(verb.apply(next()), patience));
  }

  /** The same for whoever wants to hear a refusal too. */
  public R reply(Function<RequestId, V> verb) {
    return repeated(verb.apply(next()), patience);
  }

  /** Calls a verb once, for whoever need not know what comes of it. */
  public void say(Function<RequestId, V> verb) {
    try {
      api.ask(question(verb.apply(next()), Duration.ZERO), POLL);
    } catch (NoAnswer unheard) {
      // A session without a requester ends by itself.
    }
  }

  /** From now on nothing more is done but what undoes; the call under way is waited for no more. */
  public void stop(Trouble why) {
    synchronized (this) {
      if (undoing) {
        // Ctrl-C may reach whom we wait for before us, and then this is what it has led to.
        return;
      }
      if (stopped == null) {
        stopped = why;
      }
    }
    api.interrupt();
  }

  /**
   * Ends the session after a trouble: what was told to stop may call again, for so long, and nobody
   * can stop it any more.
   */
  public void undoing(Duration time) {
    synchronized (this) {
      undoing = true;
      stopped = null;
      deadline = Deadline.in(time);
    }
  }

  /** Throws what stopped us, if something did. */
  public synchronized void check() {
    if (stopped != null) {
      throw stopped;
    }
    if (deadline.isOver()) {
      throw late();
    }
  }

  public synchronized Deadline deadline() {
    return deadline;
  }

  /** Says now and then that we are here, until told to be silent. */
  public void keepAlive(Duration lease) {
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
          beside.ask(question(keepAlive(new RequestId("k-" + i)), Duration.ZERO), POLL);
        } catch (NoAnswer gone) {
          // The next one comes in time: there are three in a lease.
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  public void fallSilent() {
    silent.countDown();
  }

  private R repeated(V verb, Duration patience) {
    Deadline searching = Deadline.in(patience);
    Deadline answering = Deadline.in(unanswered);
    while (true) {
      check();
      Duration poll = deadline().atMost(POLL);
      try {
        Answer answer = api.ask(question(verb, poll), poll.plus(POLL));
        if (answer.good()) {
          R reply = read(answer);
          if (!isPending(reply)) {
            return reply;
          }
          // Somebody has answered, so nobody is being looked for.
          searching = Deadline.in(patience);
        } else if (isUnanswered(answer) && !answering.isOver()) {
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

  private static boolean isUnanswered(Answer answer) {
    return answer.status() == 503
        && answer.trouble().failure().filter(Failure.COORDINATOR_LOST::equals).isPresent();
  }

  private static boolean isSearching(Answer answer) {
    if (answer.status() == 502 || answer.status() == 504) {
      return true;
    }
    return answer.status() == 503
        && answer.trouble().failure().map(SEARCHING::contains).orElse(true);
  }

  /** A refusal in the words of the session, as far as the answer is one. */
  private R refused(V verb, Answer answer) {
    Trouble trouble = answer.trouble();
    if (trouble.failure().isEmpty()
        || answer.status() == 401
        || answer.status() == 403
        || answer.status() == 503) {
      throw trouble;
    }
    Problem problem = answer.as(Problem.class);
    return refused(request(verb), Fault.of(problem.failure(), problem.detail()));
  }

  private Request question(V verb, Duration wait) {
    return Request.of("POST", path + "/calls?for=" + Math.max(1, wait.toSeconds()) + "s")
        .with(Wire.json().write(verb));
  }

  private <A extends R> A expect(Class<A> answer, R reply) {
    refusal(reply)
        .ifPresent(
            fault -> {
              throw Trouble.of(fault);
            });
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
