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
public final class Requester {
  private static final long AGAIN = 5 * Dice.SECOND;
  private static final long KEEP_ALIVE = Dice.MINUTE;

  private final Surroundings around;
  private final String name;
  private final Dice dice;
  private int backupsLeft;
  private int backups;
  private int calls;
  private Optional<SessionId> session = Optional.empty();
  private Optional<Verb> pending = Optional.empty();
  private Optional<Script> script = Optional.empty();

  public Requester(Surroundings around, String name, int backups) {
    this.around = around;
    this.name = name;
    this.dice = around.dice();
    this.backupsLeft = backups;
  }

  public boolean isDone() {
    return session.isEmpty() && backupsLeft == 0;
  }

  public List<String> unanswered() {
    List<String> all = new ArrayList<>();
    pending.ifPresent(verb -> all.add(name + " " + verb));
    return all;
  }

  public void beginLater(long delay) {
    around.after(delay, this::begin);
  }

  private void begin() {
    backupsLeft--;
    SessionId id = new SessionId(name + "-" + ++backups);
    session = Optional.of(id);
    around.begun(id);
    Script next = new Script(this, around, id);
    script = Optional.of(next);
    keepAlive(id);
    next.start();
  }

  private void keepAlive(SessionId id) {
    around.after(
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
    around.trace(name, "calls ", called);
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
    around.trace(name, "mentions ", called);
    send(session.orElseThrow(), called);
  }

  private void sendUntilAnswered(SessionId id, Verb verb) {
    if (!pending.equals(Optional.of(verb))) {
      return;
    }
    send(id, verb);
    around.after(AGAIN + dice.between(0, AGAIN), () -> sendUntilAnswered(id, verb));
  }

  /** Somebody on the way may keep a copy, and bring it when the answer is long there. */
  private void send(SessionId id, Verb verb) {
    around.send(id, verb);
    if (dice.chance(around.faults().twice())) {
      around.after(dice.between(0, 2 * Dice.MINUTE), () -> around.send(id, verb));
    }
  }

  /** An answer; one that says "pending" only means to ask again. */
  public void hear(SessionId from, SessionReply reply) {
    boolean awaited =
        session.equals(Optional.of(from))
            && pending.filter(verb -> verb.request().equals(reply.request())).isPresent();
    if (!awaited || reply instanceof SessionReply.Pending) {
      return;
    }
    Verb answered = pending.orElseThrow();
    pending = Optional.empty();
    around.trace(name, "hears ", reply);
    script.ifPresent(plan -> plan.answered(answered, reply));
  }

  String name() {
    return name;
  }

  void after(long delay, Runnable action) {
    around.after(delay, action);
  }

  /** The backup is over, and the session released, or left to itself. */
  void finish() {
    pending = Optional.empty();
    script = Optional.empty();
    session = Optional.empty();
    if (backupsLeft > 0) {
      beginLater(dice.between(0, 2 * Dice.MINUTE));
    }
  }
}
