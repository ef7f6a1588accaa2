package io.lull.cli.restore;

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

/** Calls the verbs of one restore. */
final class RestoreRequester extends Caller<Verb, RestoreReply> {
  private final SessionId session;

  RestoreRequester(Api api, SessionId session, Deadline deadline, Duration patience) {
    super(api, "/v1/restores/" + session, RestoreReply.class, deadline, patience);
    this.session = session;
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
