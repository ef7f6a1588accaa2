package io.lull.cli.stream;

import io.lull.cli.backup.Progress;
import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.stream.store.Manifest;
import io.lull.cli.stream.store.Store;
import io.lull.cli.stream.tar.LeftOut;
import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.value.Visible;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import picocli.CommandLine.Parameters;

/** The backups in a directory. */
@picocli.CommandLine.Command(
    name = "list",
    description = {
      "List the finished backups in a directory, the oldest first.",
      "Names what is no backup because its manifest is damaged or has gone, and exits with 21 then;"
          + " what a run has left only 'lull stream verify' names."
    })
final class StreamListCommand extends Command {
  @Parameters(paramLabel = "DIR", description = "Where the backups lie.")
  private Path directory = Path.of("");

  StreamListCommand(Context context) {
    super(context);
  }

  /**
   * All that lies there.
   *
   * @param unreadable directories that are no backup, or none any more, and why
   */
  record Listing(List<Row> backups, SortedMap<String, String> unreadable) {}

  /** One backup. */
  record Row(
      SessionId session,
      HostId host,
      InstanceId instance,
      String source,
      StreamKind kind,
      Optional<SessionId> basis,
      Instant ended,
      long bytes,
      Logs logs,
      int changed,
      int leftOut,
      List<DatabaseId> lost) {
    static Row of(Manifest manifest) {
      return new Row(
          manifest.session(),
          manifest.host(),
          manifest.instance(),
          manifest.source(),
          manifest.kind(),
          manifest.basis(),
          manifest.ended(),
          manifest.bytes(),
          manifest.required(),
          manifest.changed().size(),
          manifest.leftOut().map(LeftOut::count).orElse(0),
          manifest.lacking());
    }
  }

  @Override
  protected ExitCode run() {
    Store store = Store.open(context.surroundings().directory().resolve(directory));
    Store.Content content = store.content();
    Listing listing =
        new Listing(content.backups().stream().map(Row::of).toList(), content.damaged());
    context.screen().show(listing, () -> lines(listing));
    return listing.unreadable().isEmpty() ? ExitCode.COMPLETED : ExitCode.VERIFY_FAILED;
  }

  private static List<String> lines(Listing listing) {
    Table table =
        new Table("BACKUP", "INSTANCE", "SOURCE", "KIND", "ENDED", "SIZE", "LOGS", "BUILDS ON");
    for (Row row : listing.backups()) {
      table.row(
          row.session(),
          row.host() + "/" + row.instance(),
          row.source(),
          row.kind(),
          Times.text(row.ended()),
          Progress.size(row.bytes()),
          Streamed.span(row.logs()),
          row.basis().map(Object::toString).orElse(""));
    }
    List<String> lines = new ArrayList<>(table.lines());
    listing
        .unreadable()
        .forEach((name, why) -> lines.add(Visible.of("NO BACKUP " + name + ": " + why)));
    return lines;
  }
}
