package io.lull.protocol.restore;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.restore.RestoreEvent.Replied;
import io.lull.protocol.restore.RestoreEvent.RequesterHeard;
import io.lull.protocol.restore.RestoreInput.KeepAlive;
import io.lull.protocol.restore.RestoreInput.QueryStatus;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The restore session; its rules are the rows of {@link RestoreTable}. */
public final class RestoreMachine
    implements Machine<Restore, RestoreInput, Instant, RestoreEvent, RestoreEffect, RestoreReply> {

  @Override
  public Decision<RestoreEvent, RestoreEffect, RestoreReply> decide(
      Restore restore, RestoreInput input, Instant now) {
    Optional<RestoreReply> recorded = recorded(restore, input);
    if (recorded.isPresent()) {
      return Decision.reply(recorded.get());
    }
    // Whoever calls is there, whatever the call is worth; rules that look at the lease know it.
    List<RestoreEvent> events = new ArrayList<>(lifeSign(restore, input, now));
    Decision<RestoreEvent, RestoreEffect, RestoreReply> decided =
        RestoreTable.TABLE.decide(restore.phase(), replay(restore, events), input, now);
    events.addAll(decided.events());
    if (keepsReplies(restore, input)) {
      decided.replies().forEach(reply -> events.add(new Replied(reply)));
    }
    List<RestoreEffect> effects = new ArrayList<>(decided.effects());
    effects.addAll(Outstanding.since(restore, replay(restore, events), now));
    return new Decision<>(events, effects, decided.replies());
  }

  /** What a call comes to that nobody can complete, as that of a backup's session. */
  public static Decision<RestoreEvent, RestoreEffect, RestoreReply> refuse(
      Restore restore, Verb verb, Fault fault) {
    RestoreReply reply =
        recorded(restore, verb).orElseGet(() -> new RestoreReply.Refused(verb.request(), fault));
    boolean kept = recorded(restore, verb).isEmpty() && keepsReplies(restore, verb);
    return new Decision<>(
        kept ? List.of(new Replied(reply)) : List.of(), List.of(), List.of(reply));
  }

  @Override
  public Restore apply(Restore restore, RestoreEvent event) {
    return RestoreEvents.apply(restore, event);
  }

  @Override
  public List<RestoreEffect> outstanding(Restore restore, Instant now) {
    return Outstanding.of(restore, now);
  }

  private static Optional<RestoreReply> recorded(Restore restore, RestoreInput input) {
    return input instanceof Verb verb
        ? Optional.ofNullable(restore.replies().get(verb.request()))
        : Optional.empty();
  }

  /** Whoever only looks may be anybody. */
  private static List<RestoreEvent> lifeSign(Restore restore, RestoreInput input, Instant now) {
    return input instanceof Verb && !(input instanceof QueryStatus) && restore.leased()
        ? List.of(new RequesterHeard(now))
        : List.of();
  }

  /**
   * Refusals are kept like all other replies: a copy of a refused call that comes late must not
   * begin what its requester has long given up. What only asks may be asked again, and in a session
   * that is over no call can begin anything.
   */
  private static boolean keepsReplies(Restore restore, RestoreInput input) {
    return restore.phase() != RestorePhase.RELEASED
        && !(input instanceof KeepAlive)
        && !(input instanceof QueryStatus);
  }
}
