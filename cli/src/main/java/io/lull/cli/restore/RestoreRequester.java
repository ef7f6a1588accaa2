package io.lull.cli.restore;

import io.lull.cli.command.Context;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Caller;
import io.lull.cli.node.Deadline;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestoreInput.KeepAlive;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.restore.RestoreReply;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Calls the verbs of one restore. */
final class RestoreRequester extends Caller<Verb, RestoreReply> {
  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration GONE = Duration.ofSeconds(60);

  private final SessionId session;

  private RestoreRequester(Api api, SessionId session, Deadline deadline, Duration patience) {
    super(api, "/v1/restores/" + session, RestoreReply.class, deadline, patience);
    this.session = session;
  }

  /** One of a new session, as patient as somebody has said or usually is. */
  static RestoreRequester of(Context context, Api api) {
    return new RestoreRequester(
        api,
        new SessionId("restore-" + UUID.randomUUID()),
        Deadline.in(context.timeout(USUAL)),
        GONE);
  }

  SessionId session() {
    return session;
  }

  @Override
  protected RequestId request(Verb verb) {
    return verb.request();
  }

  @Override
  protected Verb keepAlive(RequestId request) {
    return new KeepAlive(request);
  }

  @Override
  protected boolean isPending(RestoreReply reply) {
    return reply instanceof RestoreReply.Pending;
  }

  @Override
  protected Optional<Fault> refusal(RestoreReply reply) {
    return reply instanceof RestoreReply.Refused refused
        ? Optional.of(refused.fault())
        : Optional.empty();
  }

  @Override
  protected RestoreReply refused(RequestId request, Fault fault) {
    return new RestoreReply.Refused(request, fault);
  }

  @Override
  protected Trouble late() {
    return Trouble.of(
        ExitCode.ABORTED_BY_LIMIT,
        "expected the restore to be done by now, but the time of --timeout is over",
        "Give it more; what was there before is as it was");
  }
}
