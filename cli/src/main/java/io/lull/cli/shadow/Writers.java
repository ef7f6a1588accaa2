package io.lull.cli.shadow;

import io.lull.cli.backup.OpenBackup;
import io.lull.cli.command.Context;
import io.lull.cli.command.ProvidersCommand;
import io.lull.cli.command.WritersCommand;
import io.lull.cli.node.Api;
import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionReply.Metadata;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.wire.api.HostViews;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What writers and providers say of themselves. */
record Writers(Context context, Api api) {
  void list(Verb.Depth depth) {
    if (depth == Verb.Depth.STATUS) {
      HostViews hosts = hosts();
      context.screen().next(hosts, () -> WritersCommand.lines(hosts));
      return;
    }
    Metadata metadata = OpenBackup.writers(context, api);
    context.screen().next(metadata, () -> lines(metadata, depth));
  }

  void listProviders() {
    HostViews hosts = hosts();
    context.screen().next(hosts, () -> ProvidersCommand.lines(hosts));
  }

  private HostViews hosts() {
    return api.get("/v1/hosts", HostViews.class);
  }

  private static List<String> lines(Metadata metadata, Verb.Depth depth) {
    Table writers = new Table("WRITER", "LEVEL", "HOLDS AT MOST", "KIND", "BEHIND", "RESTORE");
    for (WriterMetadata writer : metadata.writers()) {
      writers.row(
          writer.writer(),
          writer.level(),
          Times.text(writer.hold()),
          writer.kind(),
          writer.behind().map(Object::toString).orElse(""),
          writer.restoreMethod());
    }
    List<String> lines = new ArrayList<>(writers.lines());
    if (depth == Verb.Depth.DETAILED) {
      lines.addAll(components(metadata));
    }
    Table absent = new Table("ABSENT", "WHY");
    metadata.absent().forEach(absent::row);
    if (!metadata.absent().isEmpty()) {
      lines.addAll(absent.lines());
    }
    return lines;
  }

  private static List<String> components(Metadata metadata) {
    Table components = new Table("COMPONENT", "SELECTABLE", "VOLUMES");
    for (WriterMetadata writer : metadata.writers()) {
      for (Component component : writer.components()) {
        components.row(
            component.id(),
            component.selectable() ? "yes" : "no",
            component.volumes().stream().map(Volume::toString).collect(Collectors.joining(", ")));
      }
    }
    return components.lines();
  }
}
