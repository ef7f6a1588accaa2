package io.lull.cli.backup;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.value.Visible;
import io.lull.wire.api.Forecast;
import io.lull.wire.api.Forecast.Stand;
import java.util.ArrayList;
import java.util.List;

/** What a rehearsal has shown, for people. */
final class Foreseen {
  private Foreseen() {}

  /** Whether everybody could stand still for as long as a set may take. */
  static boolean fits(Forecast forecast) {
    return forecast.failure().isEmpty() && forecast.writers().stream().allMatch(Stand::fits);
  }

  static List<String> lines(Forecast forecast) {
    List<String> lines = new ArrayList<>();
    lines.add("session  " + forecast.session() + ", a rehearsal: no copy was made");
    lines.add("frozen   " + Times.millis(forecast.frozen()) + " without copies");
    lines.add("copies   may take " + Times.millis(forecast.copies()) + " more");
    Table table = new Table("WRITER", "FREEZE TOOK", "HELD", "AT MOST", "MAY", "VERDICT");
    for (Stand stand : forecast.writers()) {
      table.row(
          stand.writer(),
          stand.freezing().map(Times::millis).orElse("never"),
          stand.measured().map(Times::millis).orElse("unknown"),
          stand.most().map(Times::millis).orElse("unknown"),
          Times.millis(stand.lease()),
          verdict(stand));
    }
    lines.addAll(table.lines());
    if (forecast.writers().isEmpty()) {
      lines.add("No writer stands still for this plan.");
    }
    return lines;
  }

  private static String verdict(Stand stand) {
    if (stand.fits()) {
      return "fits";
    }
    return stand
        .fault()
        .map(fault -> Visible.of("FAILED: " + fault))
        .orElse(stand.measured().isPresent() ? "WOULD BREAK ITS LIMIT" : "DID NOT STAND STILL");
  }
}
