package io.lull.protocol.simulation;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Somebody who wants backups: calls, asks again until there is an answer, and loses patience.
 *
 * <p>What it calls is its {@link Script}'s; this is only how it calls.
 */
final class SimRequester extends SimProcess {
  private static final long AGAIN = 5 * Kernel.SECOND;
  private static final long KEEP_ALIVE = Kernel.MINUTE;

  private int backupsLeft;
  private int backups;
  private int calls;
  private Optional<SessionId> session = Optional.empty();
  private Optional<Verb> pending = Optional.empty();
  private Optional<Script> script = Optional.empty();

  SimRequester(World world, String name, int backups) {
    super(world, name);
    this.backupsLeft = backups;
  }

  boolean isDone() {
    return session.isEmpty() && backupsLeft == 0;
  }

  List<String> unanswered() {
    List<String> all = new ArrayList<>();
    pending.ifPresent(verb -> all.add(name + " " + verb));
    return all;
  }

  void beginLater(long delay) {
    after(delay, this::begin);
  }

  private void begin() {
    backupsLeft--;
    SessionId id = new SessionId(name + "-" + ++backups);
    session = Optional.of(id);
    world.owns(this, id);
    Script next = new Script(this, id);
    script = Optional.of(next);
    keepAlive(id);
    next.start();
  }

  private void keepAlive(SessionId id) {
    after(
        KEEP_ALIVE,
        () -> {
          if (session.equals(Optional.of(id))) {
            send(id, new SessionInput.KeepAlive(request()));
            keepAlive(id);
          }
        });
  }

  private RequestId request() {
    return new RequestId(name + "-r" + ++calls);
  }

  /** Calls a verb and waits for its answer; whatever was waited for before is forgotten. */
  RequestId call(Function<RequestId, Verb> verb) {
    Verb called = verb.apply(request());
    pending = Optional.of(called);
    world.trace(name, "calls ", called);
    sendUntilAnswered(session.orElseThrow(), called);
    return called.request();
  }

  /** Whether it still waits for the answer to this call. */
  boolean awaits(RequestId request) {
    return pending.filter(verb -> verb.request().equals(request)).isPresent();
  }

  /** Calls a verb whose answer does not matter. */
  void mention(Function<RequestId, Verb> verb) {
    Verb called = verb.apply(request());
    world.trace(name, "mentions ", called);
    send(session.orElseThrow(), called);
  }

  private void sendUntilAnswered(SessionId id, Verb verb) {
    if (!pending.equals(Optional.of(verb))) {
      return;
    }
    send(id, verb);
    after(AGAIN + kernel.between(0, AGAIN), () -> sendUntilAnswered(id, verb));
  }

  /** Somebody on the way may keep a copy, and bring it when the answer is long there. */
  private void send(SessionId id, Verb verb) {
    world.toSession(this, id, verb);
    if (kernel.chance(world.faults().twice())) {
      after(kernel.between(0, 2 * Kernel.MINUTE), () -> world.toSession(this, id, verb));
    }
  }

  /** An answer; one that says "pending" only means to ask again. */
  void hear(SessionId from, SessionReply reply) {
    boolean awaited =
        session.equals(Optional.of(from))
            && pending.filter(verb -> verb.request().equals(reply.request())).isPresent();
    if (!awaited || reply instanceof SessionReply.Pending) {
      return;
    }
    Verb answered = pending.orElseThrow();
    pending = Optional.empty();
    world.trace(name, "hears ", reply);
    script.ifPresent(plan -> plan.answered(answered, reply));
  }

  /** The backup is over, and the session released, or left to itself. */
  void finish() {
    pending = Optional.empty();
    script = Optional.empty();
    session = Optional.empty();
    if (backupsLeft > 0) {
      beginLater(kernel.between(0, 2 * Kernel.MINUTE));
    }
  }
}
