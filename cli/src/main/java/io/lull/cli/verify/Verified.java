package io.lull.cli.verify;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.Verification;
import io.lull.protocol.value.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of a verification.
 *
 * @param good whether everything that was wanted was checked, and all of it is well
 * @param notRecorded why the node did not note it; empty if it did
 */
public record Verified(
    SetId set, boolean good, List<Checked> checks, Optional<String> notRecorded) {
  public Verified {
    checks = List.copyOf(checks);
  }

  static Verified of(SetId set, List<Checked> checks) {
    boolean good = !checks.isEmpty() && checks.stream().allMatch(Checked::good);
    return new Verified(set, good, checks, Optional.empty());
  }

  Verified notRecorded(Optional<String> why) {
    return new Verified(set, good, checks, why);
  }

  /** What keeps it from being good: damage before what was not checked. */
  Optional<Checked> worst() {
    return checks.stream()
        .filter(one -> one.result() == Checked.Result.FAILED)
        .findFirst()
        .or(() -> checks.stream().filter(one -> !one.good()).findFirst());
  }

  /** In one line, for whoever keeps it. */
  String summary() {
    String line =
        Visible.of(
            worst()
                .map(one -> "%s: %s: %s".formatted(one.component(), one.check(), one.detail()))
                .orElseGet(() -> checks.size() == 1 ? "1 check" : checks.size() + " checks"));
    int most = Verification.DETAIL_MAX;
    if (line.length() <= most) {
      return line;
    }
    return line.substring(0, Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most);
  }

  /** The same for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("set      " + set);
    Table table = new Table("COMPONENT", "KIND", "CHECK", "RESULT", "TOOK", "BUT");
    for (Checked one : checks) {
      table.row(
          one.component(),
          one.kind(),
          one.check(),
          one.result().said(),
          Times.text(one.took()),
          one.detail());
    }
    lines.addAll(table.lines());
    notRecorded.ifPresent(why -> lines.add("not recorded: " + why));
    return lines;
  }
}
