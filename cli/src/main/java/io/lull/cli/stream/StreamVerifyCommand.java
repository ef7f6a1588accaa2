package io.lull.cli.stream;

import io.lull.cli.backup.Progress;
import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Deadline;
import io.lull.cli.stream.store.Archive;
import io.lull.cli.stream.store.Chain;
import io.lull.cli.stream.store.Key;
import io.lull.cli.stream.store.Layer;
import io.lull.cli.stream.store.Manifest;
import io.lull.cli.stream.store.Reading;
import io.lull.cli.stream.store.Store;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.value.Visible;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares what lies in a directory with what was read. */
@picocli.CommandLine.Command(
    name = "verify",
    description = {
      "Read all backups in a directory and compare every byte with what was read then, and each"
          + " backup with the one that it builds on.",
      "Names the file and the place of whatever is damaged, and exits with 21 then. What is"
          + " encrypted is compared as it lies there, and with its key also as it was read.",
    })
final class StreamVerifyCommand extends Command {
  private static final Duration USUAL = Duration.ofHours(24);

  @Parameters(paramLabel = "DIR", description = "Where the backups lie.")
  private Path directory = Path.of("");

  @Option(
      names = "--encryption-key-file",
      paramLabel = "FILE",
      description = "The key with which what is encrypted can be read.")
  private @Nullable Path keyFile;

  StreamVerifyCommand(Context context) {
    super(context);
  }

  /**
   * What was found.
   *
   * @param backups those that were read
   * @param files how many of their archives are as they were written
   * @param damage one line for each thing that is wrong
   * @param unfinished what a run has left, which the next one removes
   */
  record Verified(
      List<SessionId> backups,
      int files,
      long bytes,
      List<String> damage,
      List<String> unfinished) {
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(
          backups.size()
              + " backups, "
              + files
              + " good archives, "
              + Progress.size(bytes)
              + " read");
      damage.forEach(line -> lines.add("DAMAGED   " + line));
      unfinished.forEach(name -> lines.add("left over " + name + ": was never finished"));
      return lines.stream().map(Visible::of).toList();
    }
  }

  @Override
  protected ExitCode run() {
    Optional<Key> key =
        Optional.ofNullable(keyFile)
            .map(context.surroundings().directory()::resolve)
            .map(Key::read);
    Store store = Store.open(context.surroundings().directory().resolve(directory));
    Progress progress = new Progress(context.surroundings());
    try {
      Verified verified = verified(store, key, progress);
      progress.done();
      context.screen().show(verified, verified::lines);
      if (!verified.damage().isEmpty()) {
        return ExitCode.VERIFY_FAILED;
      }
      // A disk that is not mounted is an empty directory, and must not look like a good backup.
      if (verified.backups().isEmpty()) {
        throw Trouble.of(
            ExitCode.VERIFY_FAILED,
            "expected a finished backup in " + store.directory() + ", but there is none",
            "Name the directory that 'lull stream' was told by --to, and look whether its disk is"
                + " mounted");
      }
      return ExitCode.COMPLETED;
    } finally {
      progress.done();
    }
  }

  private Verified verified(Store store, Optional<Key> key, Progress progress) {
    Store.Content content = store.content();
    List<String> damage = new ArrayList<>();
    content.damaged().forEach((name, why) -> damage.add(name + ": " + why));
    List<String> unfinished =
        content.bare().entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .toList();
    Chain chain = new Chain(content.backups());
    Deadline deadline = Deadline.in(context.timeout(USUAL));
    long whole = content.backups().stream().mapToLong(Manifest::bytes).sum();
    long[] passed = {0};
    int files = 0;
    for (Manifest backup : content.backups()) {
      try {
        var _ = chain.to(backup);
      } catch (IllegalStateException broken) {
        damage.add(String.valueOf(broken.getMessage()));
      }
      for (Archive archive : backup.files()) {
        try {
          read(
              store,
              backup,
              archive,
              key,
              more -> {
                StreamRestoreCommand.demand(deadline);
                passed[0] += more;
                progress.bytes("verifying", passed[0], whole);
              });
          files++;
        } catch (Trouble trouble) {
          if (trouble.exit() != ExitCode.VERIFY_FAILED) {
            throw trouble;
          }
          damage.add(trouble.what());
        }
      }
    }
    return new Verified(
        content.backups().stream().map(Manifest::session).toList(),
        files,
        passed[0],
        damage,
        unfinished);
  }

  private static void read(
      Store store, Manifest backup, Archive archive, Optional<Key> key, IntConsumer passed) {
    boolean sealed = backup.layers().contains(Layer.AGE) && key.isEmpty();
    try (Reading reading =
        sealed
            ? store.stored(backup, archive, passed)
            : store.archive(backup, archive, key, passed)) {
      reading.end();
    } catch (IOException failed) {
      throw Trouble.of(
          ExitCode.VERIFY_FAILED,
          store.path(backup, archive) + " cannot be read: " + failed.getMessage(),
          "");
    }
  }
}
