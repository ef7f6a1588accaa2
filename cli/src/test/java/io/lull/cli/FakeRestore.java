package io.lull.cli;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.Restore;
import io.lull.protocol.restore.RestoreEffect;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreMachine;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers verbs by the rules of a real restore, among writers that answer at once. */
public final class FakeRestore {
  private static final SessionId SESSION = new SessionId("restore-told");

  public final Map<WriterId, WriterMetadata> writers = new LinkedHashMap<>();
  public final Map<WriterId, Fault> unwell = new HashMap<>();
  public final Map<WriterStep, HandlerResult> results = new HashMap<>();
  public final List<RestoreInput.Verb> verbs = new ArrayList<>();

  /** Seen before a verb is done. */
  public Consumer<RestoreInput.Verb> before = _ -> {};

  private final RestoreMachine machine = new RestoreMachine();
  private Restore restore = Restore.unused(SESSION);

  /** Which verbs were called, in their order. */
  public List<String> called() {
    return verbs.stream().map(verb -> verb.getClass().getSimpleName()).toList();
  }

  public Restore state() {
    return restore;
  }

  synchronized RestoreReply call(RestoreInput.Verb verb) {
    if (!(verb instanceof RestoreInput.KeepAlive)) {
      verbs.add(verb);
      before.accept(verb);
    }
    RestoreInput input =
        verb instanceof RestoreInput.GatherWriterMetadata gather
            ? new RestoreInput.GatherWriterMetadata(gather.request(), roster())
            : verb;
    List<RestoreReply> replies = new ArrayList<>();
    give(input, replies);
    return replies.stream()
        .filter(reply -> reply.request().equals(verb.request()))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private Map<WriterId, Incarnation> roster() {
    Map<WriterId, Incarnation> roster = new HashMap<>();
    writers.keySet().forEach(writer -> roster.put(writer, Incarnation.FIRST));
    return roster;
  }

  private void give(RestoreInput input, List<RestoreReply> replies) {
    Decision<?, RestoreEffect, RestoreReply> decision = decide(input);
    replies.addAll(decision.replies());
    for (RestoreEffect effect : decision.effects()) {
      if (effect instanceof RestoreEffect.AskWriter ask) {
        give(new RestoreInput.WriterSaid(answer(ask.writer(), ask.request())), replies);
      }
    }
  }

  private Decision<?, RestoreEffect, RestoreReply> decide(RestoreInput input) {
    var decision = machine.decide(restore, input, Instant.now());
    restore = machine.replay(restore, decision.events());
    return decision;
  }

  private WriterReply answer(WriterId writer, WriterInput asked) {
    return switch (asked) {
      case WriterInput.Identify(var session, var _) when unwell.containsKey(writer) ->
          new WriterReply.Unidentified(writer, session, unwell.get(writer));
      case WriterInput.Identify(var session, var life) ->
          new WriterReply.Identified(writer, session, life, writers.get(writer));
      case WriterInput.GatherStatus(var stamp) ->
          new WriterReply.Status(
              writer, stamp, WriterState.STABLE, WriterStep.POST_RESTORE, Optional.empty());
      case WriterInput.WriterRequest request -> {
        WriterStep step = WriterStep.of(request);
        HandlerResult result = results.getOrDefault(step, new HandlerResult.Done());
        yield new WriterReply.Handled(writer, request.stamp(), step, result);
      }
      default -> throw new IllegalStateException("a restore asked for " + asked);
    };
  }
}
