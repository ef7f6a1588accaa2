package io.lull.writer.redis;

import io.lull.writer.database.Faults;
import io.lull.writer.redis.Resp.Refused;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The least that the server must allow, found out by doing it. */
final class Rights {
  /** Where the writer notes whether writes are paused; nobody needs to listen. */
  static final String CHANNEL = "lull:";

  private static final String RULES =
      "+ping +info +config|get +bgsave +publish +client|pause +client|unpause resetchannels &"
          + CHANNEL
          + "*";

  private Rights() {}

  /**
   * Says what is missing and the command that gives it.
   *
   * @param pauses whether to write and to pause for no time as well: a pause that stands would keep
   *     the one waiting, and be ended by the other
   */
  static void demand(Resp resp, String user, boolean pauses) throws IOException, WriterException {
    List<String> missing = new ArrayList<>();
    may(resp, missing, "+info", "INFO", "server");
    may(resp, missing, "+config|get", "CONFIG", "GET", "dir");
    // With a word too much it is refused for that, and saves nothing, if it is allowed at all.
    may(resp, missing, "+bgsave", "BGSAVE", "RIGHTS");
    if (pauses) {
      may(resp, missing, "+publish &" + CHANNEL + "*", "PUBLISH", CHANNEL + "rights", "?");
      may(resp, missing, "+client|pause", "CLIENT", "PAUSE", "0", "WRITE");
      may(resp, missing, "+client|unpause", "CLIENT", "UNPAUSE");
    }
    if (!missing.isEmpty()) {
      throw Faults.mend(
          "the user " + user + " of Redis to be allowed " + String.join(" ", missing),
          "it is not; run: ACL SETUSER " + user + " " + RULES);
    }
  }

  private static void may(Resp resp, List<String> missing, String right, String... command)
      throws IOException {
    try {
      resp.call(command);
    } catch (Refused refused) {
      if (refused.forLackOfRights()) {
        missing.add(right);
      }
    }
  }
}
