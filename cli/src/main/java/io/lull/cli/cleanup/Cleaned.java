package io.lull.cli.cleanup;

import io.lull.cli.command.Converters;
import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.retention.RetentionPolicy;
import io.lull.wire.api.RetentionView;
import io.lull.wire.api.RetentionView.RetainedSet;
import io.lull.wire.text.TroubleView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What was decided about all sets, and what was done then.
 *
 * @param deleted sets that are gone
 * @param failed sets that should be
 */
record Cleaned(RetentionView decided, List<SetId> deleted, List<NotDeleted> failed) {
  Cleaned {
    deleted = List.copyOf(deleted);
    failed = List.copyOf(failed);
  }

  /** A set that could not be deleted, and why. */
  record NotDeleted(SetId set, TroubleView why) {}

  static Cleaned nothing(RetentionView decided) {
    return new Cleaned(decided, List.of(), List.of());
  }

  static List<String> lines(RetentionView decided) {
    Table table = new Table("SET", "CREATED", "GRADE", "GOOD", "FATE", "WHY", "VOLUMES");
    for (RetainedSet set : decided.sets()) {
      table.row(
          set.set(),
          set.created().map(Times::text).orElse(""),
          set.grade(),
          set.good() ? "yes" : "no",
          set.stays() ? "stays" : "goes",
          joined(set.reasons().stream().map(Converters::typed).toList()),
          joined(set.volumes().stream().map(Volume::toString).toList()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("policy  " + text(decided.policy()) + " (days begin in " + decided.zone() + ")");
    return lines;
  }

  private static String joined(List<String> parts) {
    return String.join(",", parts);
  }

  private static String text(RetentionPolicy policy) {
    List<String> rules = new ArrayList<>();
    add(rules, "last", policy.last());
    if (!policy.within().equals(Duration.ZERO)) {
      rules.add("within " + io.lull.protocol.limit.Times.text(policy.within()));
    }
    add(rules, "hourly", policy.hourly());
    add(rules, "daily", policy.daily());
    add(rules, "weekly", policy.weekly());
    add(rules, "monthly", policy.monthly());
    add(rules, "yearly", policy.yearly());
    return String.join(", ", rules);
  }

  private static void add(List<String> rules, String name, int count) {
    if (count > 0) {
      rules.add(name + " " + count);
    }
  }
}
