package io.lull.cli.stream;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.text.Table;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.value.Visible;
import io.lull.wire.api.InstanceView;
import io.lull.wire.api.InstanceViews;
import java.util.ArrayList;
import java.util.List;

/** The instances of all hosts. */
@picocli.CommandLine.Command(
    name = "instances",
    description = "List the running applications that can be streamed, and what streams them now.")
public final class InstancesCommand extends Command {
  public InstancesCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    InstanceViews instances = Instances.all(context.api());
    context.screen().show(instances, () -> lines(instances));
    return ExitCode.COMPLETED;
  }

  private static List<String> lines(InstanceViews instances) {
    Table table = new Table("INSTANCE", "KIND", "PHASE", "STREAM", "SESSION", "LAST FAULT");
    for (InstanceView row : instances.instances()) {
      table.row(
          Instances.name(row),
          row.kind(),
          row.phase(),
          row.stream().map(open -> open.kind().name()).orElse(""),
          row.stream().map(open -> open.session().name()).orElse(""),
          row.lastFault().map(Object::toString).orElse(""));
    }
    List<String> lines = new ArrayList<>(table.lines());
    instances.silent().forEach(host -> lines.add(Visible.of("SILENT " + host)));
    return lines;
  }
}
