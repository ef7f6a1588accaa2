package io.lull.protocol.window;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Everything a window needs to know; durable before the first Freeze is sent.
 *
 * @param writers in the order in which they are frozen: by level, then by name
 */
public record WindowPlan(
    SessionId session,
    SetId set,
    Epoch epoch,
    Limits limits,
    List<WindowWriter> writers,
    List<WindowProvider> providers) {
  public WindowPlan {
    writers =
        writers.stream()
            .sorted(Comparator.comparing(WindowWriter::level).thenComparing(WindowWriter::id))
            .toList();
    providers = providers.stream().sorted(Comparator.comparing(WindowProvider::id)).toList();
  }

  public Stamp stamp(WindowWriter writer) {
    return new Stamp(session, set, epoch, writer.incarnation(), writer.slot());
  }

  public Stamp stamp(WindowProvider provider) {
    return new Stamp(session, set, epoch, provider.incarnation(), provider.slot());
  }

  /** How long all levels together may take to stand still; the smallest lease bounds it. */
  public Duration freezeLimit() {
    Duration smallest =
        writers.stream().map(WindowWriter::lease).min(Duration::compareTo).orElse(limits.hold());
    return limits.freezeDeadline(smallest);
  }
}
