package io.lull.cli.backup;

import io.lull.cli.command.Context;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Caller;
import io.lull.cli.node.Deadline;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionInput.KeepAlive;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Calls the verbs of one backup. */
final class Requester extends Caller<Verb, SessionReply> {
  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration GONE = Duration.ofSeconds(60);

  private final SessionId session;

  /**
   * A requester of a session that only it calls.
   *
   * @param patience how long a node may be gone before it is given up
   */
  Requester(Api api, SessionId session, Deadline deadline, Duration patience) {
    super(api, "/v1/sessions/" + session, SessionReply.class, deadline, patience);
    this.session = session;
  }

  /** One of a new session, as patient as somebody has said or usually is. */
  static Requester of(Context context, Api api) {
    return new Requester(
        api, new SessionId("s-" + UUID.randomUUID()), Deadline.in(context.timeout(USUAL)), GONE);
  }

  SessionId session() {
    return session;
  }

  /** The first call, which a node that cannot be reached simply does not get. */
  void begin(Function<RequestId, Verb> verb) {
    begin(SessionReply.Done.class, verb);
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
  protected boolean isPending(SessionReply reply) {
    return reply instanceof SessionReply.Pending;
  }

  @Override
  protected Optional<Fault> refusal(SessionReply reply) {
    return reply instanceof SessionReply.Refused refused
        ? Optional.of(refused.fault())
        : Optional.empty();
  }

  @Override
  protected SessionReply refused(RequestId request, Fault fault) {
    return new SessionReply.Refused(request, fault);
  }

  @Override
  protected Trouble late() {
    return Trouble.of(
        ExitCode.ABORTED_BY_LIMIT,
        "expected the backup to be done by now, but the time of --timeout is over",
        "Give it more, or find out with 'lull show " + session + "' what took so long");
  }
}
