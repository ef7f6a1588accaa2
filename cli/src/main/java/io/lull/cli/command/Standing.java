package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Answer;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import java.net.HttpURLConnection;

/** What is said of a set, and what a node answers to that. */
public final class Standing {
  private Standing() {}

  public static String path(SetId set, String what) {
    return "/v1/sets/" + set + "/" + what;
  }

  /** The set afterwards; of one that is not created yet nothing can be said. */
  public static CatalogueEntry as(Answer answer) {
    if (answer.status() == HttpURLConnection.HTTP_ACCEPTED) {
      throw Trouble.of(
          ExitCode.STILL_RUNNING,
          "expected a set that exists, but it is being created",
          "Wait for its session by `lull wait`, and try again");
    }
    return answer.as(CatalogueEntry.class);
  }
}
