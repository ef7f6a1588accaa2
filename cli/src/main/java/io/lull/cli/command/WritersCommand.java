package io.lull.cli.command;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Fault;
import io.lull.wire.api.HostView;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.WriterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all writers say of themselves. */
@picocli.CommandLine.Command(
    name = "writers",
    description = "List all writers: state, last error, how long they stand still.")
public final class WritersCommand extends Command {
  public WritersCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    HostViews hosts = context.apiToLook().get("/v1/hosts", HostViews.class);
    context.screen().show(hosts, () -> lines(hosts));
    return ExitCode.COMPLETED;
  }

  public static List<String> lines(HostViews hosts) {
    Table table =
        new Table("WRITER", "STATE", "HOLDS", "P99 HOLD", "LEASE LEFT", "SINCE", "LAST ERROR");
    for (HostView host : hosts.hosts()) {
      for (WriterView writer : host.writers()) {
        table.row(
            writer.writer(),
            writer.state(),
            writer.holds(),
            writer.typicalHold().map(Times::millis).orElse(""),
            writer.leaseLeft().map(Times::text).orElse(""),
            writer.lastFaultAt().map(Times::text).orElse(""),
            error(writer.lastFault()));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.addAll(silent(hosts));
    return lines;
  }

  /** What went wrong last; "none" and not nothing, as whoever looks for it expects a word. */
  static String error(Optional<Fault> fault) {
    return fault.map(Fault::toString).orElse("none");
  }

  /** A list that is not whole says so. */
  static List<String> silent(HostViews hosts) {
    return hosts.silent().isEmpty()
        ? List.of()
        : List.of(
            "No answer in time from: "
                + String.join(", ", hosts.silent().stream().map(Object::toString).toList()));
  }
}
