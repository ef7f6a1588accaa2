package io.lull.cli.shadow;

import io.lull.cli.backup.OpenBackup;
import io.lull.cli.command.Converters;
import io.lull.cli.shadow.Script.Member;
import io.lull.cli.shadow.Script.Settings;
import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the shell tells of itself. */
final class Told {
  private Told() {}

  /**
   * A set that was made.
   *
   * @param aliases the names of its copies
   */
  record Created(
      SessionId session,
      SetId set,
      Grade grade,
      Grade wanted,
      Optional<String> instant,
      List<CopyView> copies,
      SortedMap<String, String> aliases) {
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("set      " + set);
      lines.add("grade    " + grade + instant.map(found -> ", instant " + found).orElse(""));
      if (!grade.atLeast(wanted)) {
        lines.add("BELOW    " + wanted + ", which was asked for");
      }
      lines.add("session  " + session);
      Table table = new Table("ALIAS", "COPY", "PROVIDER", "PLACE");
      copies.forEach(
          copy ->
              table.row(alias(copy), copy.snapshot(), copy.provider(), copy.place().orElse("")));
      lines.addAll(table.lines());
      return lines;
    }

    private String alias(CopyView copy) {
      return aliases.entrySet().stream()
          .filter(entry -> entry.getValue().equals(copy.snapshot().toString()))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse("");
    }
  }

  static Created created(SessionId session, OpenBackup.Made made, Copies copies, Script script) {
    SortedMap<String, String> aliases = new TreeMap<>();
    for (Member member : script.members()) {
      member.alias().ifPresent(name -> aliases.put(name, script.aliases().getOrDefault(name, "")));
    }
    return new Created(
        session, made.set(), made.grade(), made.wanted(), made.instant(), copies.copies(), aliases);
  }

  /** Gives names to a set, to its copies and to the places where they lie. */
  static Script named(Script script, SessionId session, Copies copies) {
    Script named =
        script
            .alias("LULL_SESSION", session.name())
            .alias("LULL_SET", copies.set().name())
            .alias("VSS_SHADOW_SET", copies.set().name())
            .alias("LULL_COPIES", Integer.toString(copies.copies().size()));
    for (int i = 0; i < copies.copies().size(); i++) {
      CopyView copy = copies.copies().get(i);
      named = named.alias("LULL_VOLUME_" + i, copy.snapshot().volume().toString());
      String place = copy.place().orElse("");
      // Nobody can be told of a place that an environment cannot have.
      named = named.alias("LULL_COPY_" + i, place.indexOf('\0') < 0 ? place : "");
      for (Member member : script.members()) {
        if (member.alias().isPresent() && member.volume().equals(copy.snapshot().volume())) {
          named = named.alias(member.alias().get(), copy.snapshot().toString());
        }
      }
    }
    return named;
  }

  static List<String> settings(Settings settings) {
    return new Table("SETTING", "VALUE")
        .row(
            "context",
            (settings.stays() ? "persistent" : "volatile")
                + (settings.writers() ? "" : " nowriters"))
        .row("option lowest", settings.lowest().map(Converters::typed).orElse(""))
        .row("option fuzzy", settings.fuzzy() ? "yes" : "no")
        .row("option type", settings.type().map(Converters::typed).orElse(""))
        .row("option wait", settings.busyFor().map(Times::text).orElse(""))
        .row("metadata", settings.metadata().orElse(""))
        .row("verbose", settings.verbose() ? "on" : "off")
        .lines();
  }

  static List<String> added(Script script) {
    Table volumes = new Table("VOLUME", "ALIAS", "PROVIDER");
    for (Member member : script.members()) {
      volumes.row(
          member.volume(),
          member.alias().orElse(""),
          member.provider().map(Object::toString).orElse(""));
    }
    Table aliases = new Table("NAME", "VALUE");
    script.aliases().forEach(aliases::row);
    List<String> lines = new ArrayList<>(volumes.lines());
    lines.addAll(aliases.lines());
    return lines;
  }
}
