package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.Verification;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A word that was taken is not lost with whoever took it. */
public final class WhatWasSaidOfASetStaysSaid implements Invariant {
  private static final Said NOTHING = new Said(Optional.empty(), Optional.empty());

  private final Map<RequestId, SessionInput.Verb> called = new HashMap<>();
  private final Set<RequestId> durable = new HashSet<>();
  private final Map<SessionId, Said> said = new TreeMap<>();

  private record Said(Optional<String> pinned, Optional<Verification> verification) {}

  @Override
  public String promise() {
    return "A call that pins or unpins a set, or records its verification, is answered with Done"
        + " only when its session's journal says so; from then on the session says so, whoever"
        + " recovers it, until a later such call says otherwise.";
  }

  @Override
  public void see(Fact fact) {
    switch (fact) {
      case Fact.Called call -> called.put(call.verb().request(), call.verb());
      case Fact.Kept kept -> {
        if (kept.isDone()) {
          done(kept.after().id(), (SessionInput.Verb) kept.input());
        }
        compare(kept.after());
      }
      case Fact.Recovered recovered -> compare(recovered.state());
      case Fact.Replied replied when replied.reply() instanceof SessionReply.Done done ->
          answered(replied.session(), done.request());
      default -> {}
    }
  }

  @Override
  public void checkAtRest(World world) {
    for (SessionId id : world.sessionIds()) {
      compare(world.replayed(id));
    }
  }

  private void done(SessionId session, SessionInput.Verb verb) {
    if (isWord(verb)) {
      durable.add(verb.request());
      said.put(session, after(said.getOrDefault(session, NOTHING), verb));
    }
  }

  private static Said after(Said before, SessionInput.Verb verb) {
    return switch (verb) {
      case SessionInput.PinSet pin -> new Said(Optional.of(pin.reason()), before.verification());
      case SessionInput.UnpinSet _ -> new Said(Optional.empty(), before.verification());
      case SessionInput.RecordVerification recorded -> {
        Verification found = recorded.verification();
        yield new Said(before.pinned(), Optional.of(found));
      }
      default -> before;
    };
  }

  private static boolean isWord(SessionInput.Verb verb) {
    return verb instanceof SessionInput.PinSet
        || verb instanceof SessionInput.UnpinSet
        || verb instanceof SessionInput.RecordVerification;
  }

  /** Where nothing can be pinned any more, to unpin changes nothing, and need not be kept. */
  private void answered(SessionId session, RequestId request) {
    SessionInput.Verb verb = called.get(request);
    if (verb != null && isWord(verb) && !durable.contains(request)) {
      Said now = said.getOrDefault(session, NOTHING);
      require(now.equals(after(now, verb)), verb + " is answered with Done, and nobody kept it");
    }
  }

  private void compare(Session session) {
    Said says =
        session
            .creation()
            .map(Creation::standing)
            .map(standing -> new Said(standing.pinned(), standing.verification()))
            .orElse(NOTHING);
    Said expected = said.getOrDefault(session.id(), NOTHING);
    if (!says.equals(expected)) {
      broken("session " + session.id() + " keeps " + says + " instead of " + expected);
    }
  }
}
