package io.lull.cli.command;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.api.HostView;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.ProviderView;
import java.util.ArrayList;
import java.util.List;

/** What all providers say of themselves. */
@picocli.CommandLine.Command(
    name = "providers",
    description = "List all providers: kind, how they copy, what they work for, last error.")
public final class ProvidersCommand extends Command {
  public ProvidersCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    HostViews hosts = context.apiToLook().get("/v1/hosts", HostViews.class);
    context.screen().show(hosts, () -> lines(hosts));
    return ExitCode.COMPLETED;
  }

  public static List<String> lines(HostViews hosts) {
    Table table = new Table("PROVIDER", "KIND", "CUT", "SETS", "SINCE", "LAST ERROR");
    for (HostView host : hosts.hosts()) {
      for (ProviderView provider : host.providers()) {
        table.row(
            provider.provider(),
            provider.kind(),
            provider.cut(),
            provider.sets(),
            provider.lastFaultAt().map(Times::text).orElse(""),
            WritersCommand.error(provider.lastFault()));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.addAll(WritersCommand.silent(hosts));
    return lines;
  }
}
