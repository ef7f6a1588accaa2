package io.lull.cli.stream.unpack;

import io.lull.cli.backup.Progress;
import io.lull.cli.frame.Trouble;
import io.lull.cli.restore.Target;
import io.lull.cli.restore.Tool;
import io.lull.cli.stream.store.Archive;
import io.lull.cli.stream.store.Disk;
import io.lull.cli.stream.store.Key;
import io.lull.cli.stream.store.Manifest;
import io.lull.cli.stream.store.Reading;
import io.lull.cli.stream.store.Sha256;
import io.lull.cli.stream.store.Store;
import io.lull.cli.stream.tar.Entry;
import io.lull.cli.stream.tar.EntryName;
import io.lull.cli.stream.tar.MalformedTarException;
import io.lull.cli.stream.tar.Reserved;
import io.lull.cli.stream.tar.Tar;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.DatabaseId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one directory of a backup and of those that it builds on. */
public final class Restoration {
  /** Nothing of an application has this name, so nothing of it is in the way. */
  private static final String OURS = ".lull";

  private final Store store;
  private final Optional<Key> key;
  private final Progress progress;
  private final Runnable check;
  private final List<EntryName> changed = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final WalChain wals = new WalChain();
  private Optional<PostgresFacts> postgres = Optional.empty();
  private Optional<Entry> root = Optional.empty();
  private long passed;
  private long whole;

  /**
   * What was restored.
   *
   * @param leftOut entries that changed while they were read and are not there
   * @param lost databases that could not be read and are not there
   * @param notes what whoever starts the application should know
   */
  public record Outcome(
      int files, List<String> leftOut, List<DatabaseId> lost, List<String> notes) {}

  public Restoration(Store store, Optional<Key> key, Progress progress, Runnable check) {
    this.store = store;
    this.key = key;
    this.progress = progress;
    this.check = check;
  }

  /** Restores a chain into a new or empty directory; all of it, or nothing. */
  public Outcome run(List<Manifest> chain, Path directory) {
    boolean made = false;
    try {
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        make(directory);
        made = true;
      }
      demandEmpty(directory);
      try (Target target = Target.open(directory)) {
        return into(chain, target, made);
      }
    } catch (MalformedTarException none) {
      throw Trouble.of(ExitCode.VERIFY_FAILED, String.valueOf(none.getMessage()), "");
    } catch (IOException failed) {
      throw Disk.trouble("to restore into " + directory, failed);
    }
  }

  private static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException failed) {
      throw Disk.notMade(directory, failed);
    }
  }

  private Outcome into(List<Manifest> chain, Target target, boolean made) throws IOException {
    boolean done = false;
    try {
      boolean owners = "root".equals(System.getProperty("user.name"));
      target.shut();
      Extraction extraction = new Extraction(target.at(), owners);
      Outcome outcome = extracted(chain, target, extraction);
      Tool.sync(target.at());
      if (postgres.isPresent()) {
        // A server refuses a directory into which others may look, and one that is not its own.
        target.openLike(target.at().resolve("PG_VERSION"));
      } else if (root.isPresent()) {
        extraction.dressRoot(root.get());
      } else if (!made) {
        target.reopen();
      }
      done = true;
      return outcome;
    } finally {
      if (!done) {
        empty(target.at());
        target.reopen();
        if (made) {
          Files.deleteIfExists(target.shown());
        }
      }
    }
  }

  private static void demandEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw Trouble.usage("expected a directory after --to, but " + directory + " is none", "");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      if (entries.iterator().hasNext()) {
        throw Trouble.usage(
            "expected a new or empty directory after --to, but there is something in " + directory,
            "Nothing that exists is ever written over; name another one");
      }
    }
  }

  private static void empty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Disk.remove(entry);
      }
    }
  }

  private Outcome extracted(List<Manifest> chain, Target target, Extraction extraction)
      throws IOException {
    whole = chain.stream().mapToLong(Manifest::bytes).sum();
    Path ours = Files.createDirectory(target.at().resolve(OURS));
    for (Manifest backup : chain) {
      for (Archive archive : backup.files()) {
        archive(backup, archive, extraction, ours);
      }
    }
    List<DatabaseId> lost = chain.stream().flatMap(backup -> backup.lacking().stream()).toList();
    wals.without(lost);
    wals.apply(target.at(), extraction.files().keySet(), check);
    Disk.remove(ours);
    List<String> leftOut = new ArrayList<>();
    for (EntryName name : changed) {
      extraction.remove(name);
      leftOut.add(name.toString());
    }
    notes.addAll(finished(target, extraction));
    return new Outcome(extraction.files().size(), leftOut, lost, notes);
  }

  private List<String> finished(Target target, Extraction extraction) throws IOException {
    @Nullable PostgresFacts facts = postgres.orElse(null);
    if (facts == null) {
      extraction.end();
      return List.of();
    }
    Path tablespaces = target.shown().resolveSibling(target.shown().getFileName() + "-tablespaces");
    Postgres server = new Postgres(target.at(), tablespaces, extraction, facts);
    server.beforeEnd();
    extraction.end();
    return server.afterEnd();
  }

  private void archive(Manifest backup, Archive archive, Extraction extraction, Path ours)
      throws IOException {
    try (Reading reading =
        store.archive(
            backup,
            archive,
            key,
            read -> {
              check.run();
              passed += read;
              progress.bytes("restoring", passed, whole);
            })) {
      extraction.archive(
          reading, archive.size(), (tar, entry) -> reserved(tar, entry, extraction, ours));
      reading.end();
    }
  }

  private void reserved(Tar tar, Entry entry, Extraction extraction, Path ours) throws IOException {
    String name = entry.name().raw();
    if (entry.kind() == Entry.Kind.DIRECTORY && name.equals(Reserved.ROOT)) {
      root = Optional.of(entry);
    }
    if (entry.kind() != Entry.Kind.FILE) {
      return;
    }
    if (name.equals(Reserved.CHANGED)) {
      changed.addAll(Reserved.changed(tar, entry));
    } else if (name.equals(Reserved.LEFT_OUT)) {
      notes.add("not in the backup are " + Reserved.leftOut(tar, entry));
    } else if (name.equals(Reserved.POSTGRES)) {
      postgres = Optional.of(Reserved.value(tar, entry, PostgresFacts.class));
    } else if (name.startsWith(Reserved.WAL)) {
      extraction.copy(tar.content(), wals.add(entry.name(), ours), Sha256.begin());
    } else if (name.equals(Reserved.SQLITE)) {
      wals.add(Reserved.value(tar, entry, SqliteFacts.class));
    }
  }
}
