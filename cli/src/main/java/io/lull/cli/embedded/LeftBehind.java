package io.lull.cli.embedded;

import io.lull.cli.node.Answer;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.NoAnswer;
import io.lull.cli.node.Pause;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.session.SessionInput;
import io.lull.wire.Wire;
import io.lull.wire.api.RestoreViews;
import io.lull.wire.api.Sessions;
import java.time.Duration;
import java.util.List;

/**
 * Ends what commands that were killed have left open in the journal of their nodes.
 *
 * <p>No node that is started for a command lives for as long as the lease of a requester, so none
 * would ever find out that it is gone. But each of them outlives all commands that use it, so what
 * a new one finds open has no requester any more.
 */
final class LeftBehind {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** The same for whoever comes next, should we be killed too. */
  private static final RequestId REQUEST = new RequestId("left-behind");

  private final Api api;
  private final Deadline deadline = Deadline.in(LIMIT);

  private LeftBehind(Api api) {
    this.api = api;
  }

  /** Has all of it released; what cannot be by now is left to the next command. */
  static void release(Api api) {
    LeftBehind left = new LeftBehind(api);
    List<SessionId> restores =
        api.get("/v1/restores?open=true", RestoreViews.class).restores().stream()
            .map(restore -> restore.session())
            .toList();
    List<SessionId> sessions =
        api.get("/v1/sessions?open=true", Sessions.class).sessions().stream()
            .map(session -> session.session())
            .toList();
    restores.forEach(id -> left.release("/v1/restores/" + id, new RestoreInput.Release(REQUEST)));
    sessions.forEach(id -> left.release("/v1/sessions/" + id, new SessionInput.Release(REQUEST)));
  }

  private void release(String path, Object verb) {
    Request call =
        Request.of("POST", path + "/calls?for=" + ANSWER.toSeconds() + "s")
            .with(Wire.json().write(verb));
    while (!deadline.isOver() && !isDone(call)) {
      Pause.of(PAUSE);
    }
  }

  /** Whether it is over, or will not be by asking again. */
  private boolean isDone(Request call) {
    try {
      Answer answer = api.ask(call, ANSWER.plus(ANSWER));
      return answer.status() != 202 && answer.status() != 503;
    } catch (NoAnswer notYet) {
      return false;
    }
  }
}
