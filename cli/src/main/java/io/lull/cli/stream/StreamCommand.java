package io.lull.cli.stream;

import io.lull.cli.backup.Progress;
import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.command.Interruptible;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Deadline;
import io.lull.cli.stream.fetch.RateLimit;
import io.lull.cli.stream.store.AtRest;
import io.lull.cli.stream.store.Key;
import io.lull.cli.stream.store.Store;
import io.lull.cli.stream.store.Unfinished;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamKind;
import io.lull.wire.api.InstanceView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads an application out while it runs. */
@picocli.CommandLine.Command(
    name = "stream",
    description = {
      "Back up a running application where no snapshot is possible: its files are read out through"
          + " its node into a new directory DIR/SESSION.",
      "",
      "It is a backup only when it is whole, on disk and has its manifest; what was interrupted,"
          + " stopped or cut is removed. Logs that the application kept for it may go then, unless"
          + " --copy or --keep-logs says otherwise.",
    },
    footer = {
      "",
      "Examples:",
      "  lull stream db1/shop --to /backup/shop",
      "  lull stream db1/shop --to /backup/shop --incremental --compress",
      "  lull stream verify /backup/shop",
      "  lull stream restore /backup/shop --to /srv/new"
    })
public final class StreamCommand extends Command {
  private static final Duration USUAL = Duration.ofHours(24);

  /** How long a node may be gone, or say that there is no coordinator. */
  private static final Duration GONE = Duration.ofMinutes(6);

  @Parameters(
      paramLabel = "INSTANCE",
      arity = "0..1",
      description = "HOST/NAME as 'lull instances' lists it, or NAME where only one host has it.")
  private @Nullable String instance;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where the backups of the instance lie.")
  private @Nullable Path to;

  @Option(
      names = "--incremental",
      description = "Only the logs since the newest backup of the instance in DIR.")
  private boolean incremental;

  @Option(
      names = "--copy",
      description = "All of it, but no log goes because of it and nothing builds on it.")
  private boolean copy;

  @Option(
      names = "--keep-logs",
      description = "Let no log go because of it; then nothing can build on it either.")
  private boolean keepLogs;

  @Option(
      names = "--compress",
      arity = "0..1",
      paramLabel = "zstd[:LEVEL]",
      fallbackValue = "zstd",
      description = "Compress what is stored; the level is 1 to 19 (default: 3).")
  private @Nullable Compression compression;

  @Option(
      names = "--encryption-key-file",
      paramLabel = "FILE",
      description =
          "Encrypt what is stored for the key in this file, as 'lull stream key' or age-keygen"
              + " makes it; the public part is enough.")
  private @Nullable Path keyFile;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Read no more than this in a second, such as 50M.")
  private @Nullable Rate rate;

  private StreamCommand(Context context) {
    super(context);
  }

  /** With all that may follow it. */
  public static CommandLine of(Context context) {
    return new CommandLine(new StreamCommand(context))
        .addSubcommand(new StreamListCommand(context))
        .addSubcommand(new StreamVerifyCommand(context))
        .addSubcommand(new StreamRestoreCommand(context))
        .addSubcommand(new StreamKeyCommand(context))
        // A file or directory may be called as one of them.
        .setAllowSubcommandsAsOptionParameters(true);
  }

  @Override
  protected ExitCode run() {
    String name = instance;
    Path directory = to;
    if (name == null || directory == null) {
      throw Trouble.usage(
          "expected an instance and --to DIR, but got "
              + (name == null ? "no instance" : "no --to"),
          "'lull instances' lists what can be streamed");
    }
    if (copy && incremental) {
      throw Trouble.usage("expected one of --copy and --incremental, but got both", "");
    }
    AtRest rest =
        new AtRest(
            compression == null ? OptionalInt.empty() : OptionalInt.of(compression.level()),
            Optional.ofNullable(keyFile)
                .map(context.surroundings().directory()::resolve)
                .map(Key::read));
    Api api = context.api();
    InstanceView row = Instances.named(api, name);
    Store store = Store.create(context.surroundings().directory().resolve(directory));
    Progress progress = new Progress(context.surroundings());
    try {
      Streaming.Wish wish =
          new Streaming.Wish(
              row,
              kind(),
              incremental ? Optional.of(Basis.of(store, row, progress::note)) : Optional.empty(),
              rest,
              keepLogs);
      return streamed(api, store, wish, progress);
    } finally {
      progress.done();
    }
  }

  private StreamKind kind() {
    return copy ? StreamKind.COPY : incremental ? StreamKind.INCREMENTAL : StreamKind.FULL;
  }

  private ExitCode streamed(Api api, Store store, Streaming.Wish wish, Progress progress) {
    StreamRequester requester =
        new StreamRequester(
            api,
            new SessionId("stream-" + UUID.randomUUID()),
            Deadline.in(context.timeout(USUAL)),
            GONE);
    RateLimit limit =
        new RateLimit(rate == null ? OptionalLong.empty() : OptionalLong.of(rate.bytesPerSecond()));
    // Removed by the work itself where it fails: a process that was told to end does nothing after.
    Unfinished backup = store.begin(requester.session(), progress::note);
    Streaming streaming = new Streaming(api, requester, wish, backup, limit, progress);
    return new Interruptible(context.surroundings(), streaming::stop, progress::done)
        .run(
            () -> {
              Streamed streamed;
              try (backup) {
                streamed = streaming.run();
              }
              progress.done();
              context.screen().show(streamed, streamed::lines);
              return streamed.isWhole() ? ExitCode.COMPLETED : ExitCode.BELOW_GRADE;
            });
  }
}
