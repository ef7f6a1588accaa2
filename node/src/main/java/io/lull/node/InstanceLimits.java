package io.lull.node;

import com.typesafe.config.Config;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.limit.Times;
import io.lull.writer.source.SourceLimits;
import java.time.Duration;
import java.util.Map;

/**
 * Compares the limits of a stream with each other: who waits for somebody waits longer than that
 * one does, so that the one who knows the cause is the one who says it.
 */
final class InstanceLimits {
  private static final String SESSION = "lull.limits.prepare-for-backup";

  private InstanceLimits() {}

  /**
   * Refuses limits of a host that would cut off those inside them.
   *
   * @throws IllegalArgumentException if one would, with its key
   */
  static void demand(Config config, Map<InstanceId, InstanceSettings> instances) {
    instances.forEach(
        (id, instance) -> {
          SourceLimits own = instance.source().limits();
          above(config, "lull.streams.begin", own.begin(), id);
          above(config, "lull.streams.open", own.open(), id);
          above(config, "lull.streams.roll", own.roll(), id);
        });
    Duration begin = config.getDuration("lull.streams.begin");
    Duration session = config.getDuration(SESSION);
    if (!instances.isEmpty() && begin.compareTo(session) >= 0) {
      throw new IllegalArgumentException(
          "lull.streams.begin: expected less than "
              + SESSION
              + ", "
              + Times.text(session)
              + ", after which a session gives up, but got "
              + Times.text(begin));
    }
  }

  private static void above(Config config, String key, Duration inner, InstanceId id) {
    Duration outer = config.getDuration(key);
    if (outer.compareTo(inner) <= 0) {
      throw new IllegalArgumentException(
          key
              + ": expected more than the "
              + Times.text(inner)
              + " that the settings of lull.instances."
              + id
              + " give its application, but got "
              + Times.text(outer));
    }
  }
}
