package io.lull.cli.backup;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.SetInstant;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Visible;
import io.lull.wire.api.CopyView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What came of a backup.
 *
 * @param wanted the grade that was asked for; a lower one was allowed if the set has it
 * @param frozen how long somebody stood still; empty if nobody did
 * @param unusable components whose data in the copies cannot be relied on
 * @param failed writers that have failed in some step, also where the set is as good without them
 * @param stays whether the set is still there now
 * @param copiedTo where its content was copied to
 */
public record Backed(
    SessionId session,
    SetId set,
    Grade grade,
    Grade wanted,
    Optional<SetInstant> instant,
    Optional<Duration> frozen,
    List<CopyView> copies,
    SortedSet<ComponentId> unusable,
    SortedMap<WriterId, Fault> failed,
    boolean stays,
    Optional<String> copiedTo) {
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("set      " + set + (stays ? "" : ", let go"));
    lines.add("grade    " + grade + instant.map(found -> ", instant " + found).orElse(""));
    if (!grade.atLeast(wanted)) {
      lines.add("BELOW    " + wanted + ", which was asked for");
    }
    lines.add("frozen   " + frozen.map(Times::millis).orElse("nobody"));
    lines.add("session  " + session);
    copiedTo.ifPresent(place -> lines.add("data     " + Visible.of(place)));
    unusable.forEach(component -> lines.add(Visible.of("UNUSABLE " + component)));
    failed.forEach((writer, fault) -> lines.add(Visible.of("FAILED   " + writer + ": " + fault)));
    if (stays) {
      Table table = new Table("VOLUME", "PROVIDER", "PLACE");
      copies.forEach(
          copy -> table.row(copy.snapshot().volume(), copy.provider(), copy.place().orElse("")));
      lines.addAll(table.lines());
    }
    return lines;
  }
}
