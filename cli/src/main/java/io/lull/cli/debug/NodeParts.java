package io.lull.cli.debug;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.cli.node.Answer;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.NoAnswer;
import io.lull.protocol.id.SessionId;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.RestoreViews;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sessions;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import io.lull.wire.text.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a node that runs tells of itself; one that has fallen silent is not asked again. */
final class NodeParts {
  private static final int OK = 200;
  private static final long LOG_MOST = 16 << 20;
  private static final long LOGS_MOST = 64 << 20;

  private final Api api;
  private final Duration limit;
  private final int sessions;
  private Optional<NoAnswer> silent = Optional.empty();
  private long left = LOGS_MOST;

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
    bundle.text("node/metrics.txt", () -> text("/metrics", LOG_MOST));
    logs(bundle, "sessions", Sessions.class, s -> s.sessions().stream().map(SessionView::session));
    logs(bundle, "streams", StreamViews.class, s -> s.streams().stream().map(StreamView::session));
    logs(
        bundle,
        "restores",
        RestoreViews.class,
        r -> r.restores().stream().map(RestoreView::session));
  }

  /** The latest of one sort, and the event log of each. */
  private <T> void logs(
      Bundle bundle, String sort, Class<T> type, Function<T, Stream<SessionId>> sessionsOf)
      throws IOException {
    String list = "node/" + sort + ".json";
    List<SessionId> latest = new ArrayList<>();
    bundle.record(
        list,
        () -> {
          String listed = json("/v1/" + sort + "?limit=" + sessions);
          sessionsOf.apply(new Answer(OK, listed.getBytes(UTF_8)).as(type)).forEach(latest::add);
          return listed;
        });
    if (bundle.isMissing(list)) {
      bundle.lacks(sort, "the node did not list them");
    }
    for (SessionId session : latest) {
      bundle.record(
          sort + "/" + session + ".jsonl",
          () -> {
            String log = text("/v1/sessions/" + session + "/log", Math.min(LOG_MOST, left));
            left -= log.length();
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
