package io.lull.cli.debug;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.cli.node.Answer;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.NoAnswer;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sessions;
import io.lull.wire.text.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a node that runs tells of itself; one that has fallen silent is not asked again. */
final class NodeParts {
  private static final int OK = 200;
  private static final long LOG_MOST = 16 << 20;
  private static final long LOGS_MOST = 64 << 20;

  private final Api api;
  private final Duration limit;
  private final int sessions;
  private Optional<NoAnswer> silent = Optional.empty();

  NodeParts(Api api, Duration limit, int sessions) {
    this.api = api;
    this.limit = limit;
    this.sessions = sessions;
  }

  void gather(Bundle bundle) throws IOException {
    bundle.record("node/node.json", () -> json("/v1/node"));
    bundle.record("node/hosts.json", () -> json("/v1/hosts"));
    bundle.record("node/sets.json", () -> json("/v1/sets"));
    bundle.record("node/instances.json", () -> json("/v1/instances"));
    bundle.record("node/streams.json", () -> json("/v1/streams?limit=" + sessions));
    bundle.record("node/restores.json", () -> json("/v1/restores?limit=" + sessions));
    bundle.text("node/metrics.txt", () -> text("/metrics", LOG_MOST));
    List<SessionView> latest = new ArrayList<>();
    bundle.record(
        "node/sessions.json",
        () -> {
          String listed = json("/v1/sessions?limit=" + sessions);
          latest.addAll(new Answer(OK, listed.getBytes(UTF_8)).as(Sessions.class).sessions());
          return listed;
        });
    if (bundle.isMissing("node/sessions.json")) {
      bundle.lacks("sessions", "the node did not list them");
    }
    long[] left = {LOGS_MOST};
    for (SessionView session : latest) {
      bundle.record(
          "sessions/" + session.session() + ".jsonl",
          () -> {
            String log =
                text("/v1/sessions/" + session.session() + "/log", Math.min(LOG_MOST, left[0]));
            left[0] -= log.length();
            return log;
          });
    }
  }

  private String json(String path) throws NoAnswer {
    return Json.pretty(text(path, LOG_MOST).getBytes(UTF_8));
  }

  private String text(String path, long most) throws NoAnswer {
    if (silent.isPresent()) {
      throw silent.get();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      int status = api.ask(Request.of("GET", path), limit, most, _ -> body);
      Answer answer = new Answer(status, body.toByteArray());
      if (!answer.good()) {
        throw answer.trouble();
      }
      return body.toString(UTF_8);
    } catch (NoAnswer none) {
      silent = Optional.of(none);
      throw none;
    }
  }
}
