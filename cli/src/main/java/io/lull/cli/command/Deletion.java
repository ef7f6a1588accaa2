package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.api.SessionView;
import java.time.Duration;
import java.util.Optional;

/** Has a node delete a set with all its copies. */
public final class Deletion {
  /** How long one may take unless somebody said otherwise. */
  public static final Duration USUAL = Duration.ofMinutes(10);

  private Deletion() {}

  /** What was deleted, and all of it; anything else is a trouble. */
  public static SessionReply.Deleted of(Api api, SetId set, Duration within) {
    Deadline deadline = Deadline.in(within);
    SessionReply reply =
        api.good(Request.of("DELETE", "/v1/sets/" + set), within).as(SessionReply.class);
    return switch (reply) {
      case SessionReply.Refused refused -> throw Trouble.of(refused.fault());
      case SessionReply.Deleted deleted when deleted.fault().isPresent() -> {
        Trouble trouble = Trouble.of(ExitCode.FAILED, deleted.fault().get());
        throw trouble.at(deleted.deleted() + " copies were deleted before that");
      }
      case SessionReply.Deleted deleted -> deleted;
      case SessionReply.Pending pending -> {
        int deleted = awaited(api, set, deadline);
        yield new SessionReply.Deleted(
            pending.request(), deleted, Optional.empty(), Optional.empty());
      }
      default -> throw Trouble.of(ExitCode.FAILED, "expected the node to say what it deleted", "");
    };
  }

  /** How many copies were still there; their session is over again when it has done what it can. */
  private static int awaited(Api api, SetId set, Deadline deadline) {
    CatalogueEntry before = api.get("/v1/sets/" + set, CatalogueEntry.class);
    String session = "/v1/sessions/" + before.session();
    while (!api.get(session + "?await=over&for=10s", SessionView.class).over()) {
      if (deadline.isOver()) {
        throw Trouble.of(
            ExitCode.STILL_RUNNING,
            "expected set " + set + " to be deleted by now, but that is still under way",
            "Look with 'lull sets' what is left of it");
      }
    }
    int left = api.get("/v1/sets/" + set, CatalogueEntry.class).copies().size();
    if (left > 0) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected all copies of set " + set + " to be deleted, but " + left + " are still there",
          "Look with 'lull log " + before.session() + "' why, and try again");
    }
    return before.copies().size();
  }
}
