package io.lull.cli.stream;

import io.lull.cli.command.Context;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api.Request;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.value.Visible;
import io.lull.wire.api.InstanceView;
import java.time.Duration;
import java.util.List;

/** How the stops are asked for; they need no session, and no coordinator either. */
final class Stop {
  private Stop() {}

  /**
   * Where an instance is stopped; one with its host is not looked up, so that nothing is needed.
   */
  static String path(Context context, String name, String verb) {
    int slash = name.indexOf('/');
    try {
      if (slash > 0) {
        return path(
            new HostId(name.substring(0, slash)), new InstanceId(name.substring(slash + 1)), verb);
      }
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), "");
    }
    InstanceView row = Instances.named(context.api(), name);
    return path(row.host(), row.instance(), verb);
  }

  private static String path(HostId host, InstanceId instance, String verb) {
    return "/v1/instances/" + host + "/" + instance + "/" + verb;
  }

  /**
   * Stops, and says what that has met.
   *
   * @param where behind what was stopped; empty for the only instance
   */
  static ExitCode run(Context context, String path, String where, Duration within) {
    StreamReply reply = context.api().good(Request.of("POST", path), within).as(StreamReply.class);
    if (reply instanceof StreamReply.StreamRefused refused) {
      throw Trouble.of(refused.fault());
    }
    context.screen().show(reply, () -> List.of(Visible.of(said(reply, where))));
    return ExitCode.COMPLETED;
  }

  private static String said(StreamReply reply, String where) {
    return switch (reply) {
      case StreamReply.Stopped stopped ->
          stopped
              .session()
              .map(session -> met(session, where))
              .orElse("nothing was under way" + where);
      case StreamReply.ServiceStopped barred ->
          "no stream begins any more"
              + where
              + barred.session().map(session -> "; " + met(session, "")).orElse("");
      default -> throw new IllegalStateException("expected what a stop is answered");
    };
  }

  private static String met(SessionId session, String where) {
    return "stopped "
        + session
        + where
        + "; it is free when whoever reads has ended it, and at once by 'lull abort "
        + session
        + "'";
  }
}
