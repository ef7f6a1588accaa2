package io.lull.protocol.window;

import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterLevel;
import java.util.Optional;

/**
 * What the window waits for at this moment.
 *
 * @param level the level of writers that is being frozen or thawed
 * @param awaiting how many answers are missing; a counter, so that no answer costs a scan
 * @param deadline when waiting ends; compared at every input, since a timer may come late
 */
record Barrier(WindowPhase phase, Optional<WriterLevel> level, int awaiting, Uptime deadline) {
  Barrier oneLess() {
    return new Barrier(phase, level, awaiting - 1, deadline);
  }
}
