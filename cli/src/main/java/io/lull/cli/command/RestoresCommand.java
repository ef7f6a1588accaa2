package io.lull.cli.command;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.RestoreViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** The restores, the latest first. */
@picocli.CommandLine.Command(
    name = "restores",
    description = {
      "List restores that writers were told of, the one that began last first.",
      "One that only took files out by --to asks no writer, and is not among them."
    })
public final class RestoresCommand extends Command {
  @Mixin private Listing listing = new Listing();

  public RestoresCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    RestoreViews restores = context.apiToLook().get(listing.of("/v1/restores"), RestoreViews.class);
    context.screen().show(restores, () -> lines(restores));
    return ExitCode.COMPLETED;
  }

  private static List<String> lines(RestoreViews restores) {
    Table table = new Table("RESTORE", "PHASE", "BEGAN", "SET", "COMPONENTS", "RESULT");
    for (RestoreView restore : restores.restores()) {
      table.row(
          restore.session(),
          restore.phase(),
          Times.text(restore.began()),
          restore.set().map(Object::toString).orElse(""),
          restore.components().size(),
          result(restore));
    }
    return table.lines();
  }

  /** What came of a restore so far, the worst of it. */
  static String result(RestoreView restore) {
    List<ComponentId> damaged = with(restore, FileRestoreStatus.FAILED);
    if (!damaged.isEmpty()) {
      return "DAMAGED: " + damaged;
    }
    if (!restore.failures().isEmpty()) {
      return restore.failures().toString();
    }
    if (restore.end().isPresent()) {
      return restore.end().get().toString();
    }
    if (!restore.over()) {
      return "under way";
    }
    boolean all =
        !restore.components().isEmpty()
            && with(restore, FileRestoreStatus.ALL).size() == restore.components().size();
    return all ? "ok" : "NOT BACK";
  }

  private static List<ComponentId> with(RestoreView restore, FileRestoreStatus status) {
    List<ComponentId> found = new ArrayList<>();
    for (Map.Entry<ComponentId, FileRestoreStatus> one : restore.components().entrySet()) {
      if (one.getValue() == status) {
        found.add(one.getKey());
      }
    }
    return found;
  }

  /** One restore, in all that is known of it. */
  static List<String> lines(RestoreView restore) {
    List<String> lines = new ArrayList<>();
    lines.add("restore   " + restore.session() + ", version " + restore.version());
    lines.add("phase     " + restore.phase() + (restore.over() ? ", over" : ""));
    lines.add("result    " + result(restore));
    lines.add(
        "began     " + Times.text(restore.began()) + ", changed " + Times.text(restore.changed()));
    restore.set().ifPresent(set -> lines.add("set       " + set));
    Table table = new Table("COMPONENT", "FILES", "BUT");
    restore
        .components()
        .forEach(
            (component, status) -> table.row(component, said(status), but(restore, component)));
    if (!restore.components().isEmpty()) {
      lines.add("");
      lines.addAll(table.lines());
    }
    return lines;
  }

  private static String said(FileRestoreStatus status) {
    return switch (status) {
      case ALL -> "back";
      case NONE -> "not back";
      case FAILED -> "DAMAGED";
      case UNDEFINED -> "not told";
    };
  }

  private static String but(RestoreView restore, ComponentId component) {
    return restore.failures().containsKey(component.writer())
        ? restore.failures().get(component.writer()).toString()
        : "";
  }
}
