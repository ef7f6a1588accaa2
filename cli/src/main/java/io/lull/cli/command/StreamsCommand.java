package io.lull.cli.command;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import java.util.List;
import picocli.CommandLine.Mixin;

/** The streams, the latest first. */
@picocli.CommandLine.Command(
    name = "streams",
    description = {
      "List streams, the one that began last first.",
      "Backups that lie in a directory are listed by 'lull stream list DIR'."
    })
public final class StreamsCommand extends Command {
  @Mixin private Listing listing = new Listing();

  public StreamsCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    StreamViews streams = context.apiToLook().get(listing.of("/v1/streams"), StreamViews.class);
    context.screen().show(streams, () -> lines(streams));
    return ExitCode.COMPLETED;
  }

  private static List<String> lines(StreamViews streams) {
    Table table = new Table("STREAM", "INSTANCE", "KIND", "PHASE", "BEGAN", "FILES", "RESULT");
    for (StreamView stream : streams.streams()) {
      table.row(
          stream.session(),
          instance(stream),
          stream.kind(),
          stream.phase(),
          Times.text(stream.began()),
          stream.files(),
          result(stream));
    }
    return table.lines();
  }

  static String instance(StreamView stream) {
    return stream.host() + "/" + stream.instance();
  }

  /** What came of a stream so far, the worst of it. */
  static String result(StreamView stream) {
    if (stream.fault().isPresent()) {
      return stream.fault().get().toString();
    }
    if (stream.outcome().filter(outcome -> outcome != StreamOutcome.COMPLETED).isPresent()) {
      return stream.outcome().get() + stream.stopped().map(why -> ": " + why).orElse("");
    }
    if (!stream.over()) {
      return stream.stopped().map(why -> "stopped: " + why).orElse("under way");
    }
    return stream.stored() ? "ok" : "NOT STORED";
  }
}
