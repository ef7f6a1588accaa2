package io.lull.coordinator.client;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreReply.Done;
import io.lull.protocol.restore.RestoreReply.Standing;
import io.lull.protocol.writer.HandlerResult;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What can be done at every step of a restore. It cannot be aborted: writers that have made way for
 * their files are told in any case when it is over.
 */
public abstract class RestoreStep {
  final RestoreRequester requester;

  RestoreStep(RestoreRequester requester) {
    this.requester = requester;
  }

  public SessionId session() {
    return requester.session();
  }

  public CompletionStage<Standing> standing() {
    return requester.call(Standing.class, RestoreInput.QueryStatus::new);
  }

  /**
   * Ends the restore; the stage ends when its writers have dropped what they kept of it. Refused
   * while writers wait for PostRestore.
   */
  public CompletionStage<RestoreReply> release() {
    return requester
        .call(RestoreReply.class, RestoreInput.Release::new)
        .whenComplete((_, _) -> requester.fallSilent());
  }

  /** Calls a verb that is done or refused, and says no more. */
  CompletionStage<Done> call(Function<RequestId, Verb> verb) {
    return requester.call(Done.class, verb);
  }

  /** Why the first of the writers that did not do as they were told did not. */
  static Optional<Fault> failure(Map<WriterId, HandlerResult> writers) {
    return writers.values().stream().flatMap(result -> result.failure().stream()).findFirst();
  }
}
