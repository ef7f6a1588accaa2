package io.lull.cli.stream;

import io.lull.cli.backup.Progress;
import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.command.Interruptible;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Deadline;
import io.lull.cli.stream.store.Chain;
import io.lull.cli.stream.store.Key;
import io.lull.cli.stream.store.Manifest;
import io.lull.cli.stream.store.Store;
import io.lull.cli.stream.unpack.Restoration;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.value.Visible;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a directory of an application out of its backups. */
@picocli.CommandLine.Command(
    name = "restore",
    description = {
      "Put a backup into a new or empty directory, with all backups that it builds on.",
      "",
      "Everything is compared with what was read. PostgreSQL can be started there and recovers to"
          + " the end of the last backup; pg_verifybackup accepts the directory before that.",
    },
    footer = {
      "",
      "Examples:",
      "  lull stream restore /backup/shop --to /srv/new",
      "  lull stream restore /backup/shop --to /srv/new --backup stream-4711"
    })
final class StreamRestoreCommand extends Command {
  private static final Duration USUAL = Duration.ofHours(24);

  @Parameters(paramLabel = "DIR", description = "Where the backups lie.")
  private Path directory = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "DIR2",
      required = true,
      description = "The new or empty directory.")
  private Path to = Path.of("");

  @Option(
      names = "--backup",
      paramLabel = "SESSION",
      description =
          "This one, as 'lull stream list' lists it; unless said, the newest. Has to be said where"
              + " one is damaged.")
  private @Nullable SessionId backup;

  @Option(
      names = "--encryption-key-file",
      paramLabel = "FILE",
      description = "The key with which what is encrypted can be read.")
  private @Nullable Path keyFile;

  StreamRestoreCommand(Context context) {
    super(context);
  }

  /**
   * What was restored.
   *
   * @param backups those that were needed, the full one first
   * @param leftOut what changed while it was read, and is not there
   * @param lost databases that could not be read, and are not there
   * @param notes what whoever starts the application should know
   */
  record Restored(
      List<SessionId> backups,
      String directory,
      int files,
      List<String> leftOut,
      List<DatabaseId> lost,
      List<String> notes) {
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("restored  " + backups.getLast() + " in " + directory + ", " + files + " files");
      if (backups.size() > 1) {
        lines.add("out of    " + backups);
      }
      notes.forEach(note -> lines.add("note      " + note));
      lost.forEach(database -> lines.add("LEFT OUT  database " + database + ": could not be read"));
      leftOut.forEach(name -> lines.add("LEFT OUT  " + name + ": changed while it was read"));
      return lines.stream().map(Visible::of).toList();
    }
  }

  @Override
  protected ExitCode run() {
    Path here = context.surroundings().directory();
    Store store = Store.open(here.resolve(directory));
    Store.Content content = store.content();
    Manifest last = Store.chosen(content, Optional.ofNullable(backup));
    List<Manifest> chain = chain(content, last);
    Optional<Key> key = Optional.ofNullable(keyFile).map(here::resolve).map(Key::read);
    Deadline deadline = Deadline.in(context.timeout(USUAL));
    AtomicBoolean stopped = new AtomicBoolean();
    Progress progress = new Progress(context.surroundings());
    Restoration restoration =
        new Restoration(
            store,
            key,
            progress,
            () -> {
              demand(deadline);
              if (stopped.get()) {
                throw Trouble.of(ExitCode.ABORTED, "the restore was interrupted and is undone", "");
              }
            });
    return new Interruptible(context.surroundings(), () -> stopped.set(true), progress::done)
        .run(
            () -> {
              try {
                Restoration.Outcome outcome = restoration.run(chain, here.resolve(to));
                progress.done();
                Restored restored =
                    new Restored(
                        chain.stream().map(Manifest::session).toList(),
                        here.resolve(to).toString(),
                        outcome.files(),
                        outcome.leftOut(),
                        outcome.lost(),
                        outcome.notes());
                context.screen().show(restored, restored::lines);
                return outcome.leftOut().isEmpty() && outcome.lost().isEmpty()
                    ? ExitCode.COMPLETED
                    : ExitCode.BELOW_GRADE;
              } finally {
                progress.done();
              }
            });
  }

  private static List<Manifest> chain(Store.Content content, Manifest last) {
    try {
      return new Chain(content.backups()).to(last);
    } catch (IllegalStateException broken) {
      throw Trouble.of(Fault.of(Failure.MISSING_FULL_BACKUP, String.valueOf(broken.getMessage())))
          .hinting("Name another one by --backup, as 'lull stream list DIR' lists them");
    }
  }

  /** Throws if the time of --timeout is over. */
  static void demand(Deadline deadline) {
    if (deadline.isOver()) {
      throw Trouble.of(
          ExitCode.ABORTED_BY_LIMIT,
          "expected to be done by now, but the time of --timeout is over",
          "Give it more");
    }
  }
}
