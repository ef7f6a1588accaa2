package io.lull.writer.source.directory;

import io.lull.kernel.Descriptor;
import io.lull.kernel.FileMoment;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFacts;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.tar.TarContent;
import io.lull.writer.source.tar.TarEntry;
import io.lull.writer.source.tar.TarEntry.Attributes;
import io.lull.writer.source.tar.TarFile;
import io.lull.writer.source.tree.Tree;
import io.lull.writer.source.tree.TreeEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One directory as it was listed when a stream began. */
final class OpenDirectory implements OpenSource {
  private static final Logger LOG = LoggerFactory.getLogger(OpenDirectory.class);

  /** What the archive has of its own; nothing of an application's may have such a name. */
  private static final Name RESERVED = Name.of(".lull");

  /** Longer than the kernel's clock for files stands still. */
  private static final long TICK_MILLIS = 50;

  private final SourceFacts facts;
  private final Tree tree;
  private final List<TreeEntry> pinned;
  private final LeftOut leftOut;
  private final Changes changes = new Changes();

  private OpenDirectory(SourceFacts facts, Tree tree, List<TreeEntry> pinned, LeftOut leftOut) {
    this.facts = facts;
    this.tree = tree;
    this.pinned = pinned;
    this.leftOut = leftOut;
  }

  static OpenDirectory begin(InstanceId instance, Tree tree, SourceFacts facts)
      throws SystemCallException, InterruptedException {
    try {
      Instant before = Instant.now();
      Tree.Listing listing = tree.list(OpenDirectory::isOfTheApplication);
      LeftOut leftOut = LeftOut.of(listing);
      if (leftOut.count() > 0) {
        LOG.warn("{}: expected files, directories and links, but left out {}", instance, leftOut);
      }
      OpenDirectory open =
          new OpenDirectory(facts, tree, new ArrayList<>(listing.entries()), leftOut);
      open.settle(before);
      return open;
    } catch (SystemCallException | InterruptedException | RuntimeException failed) {
      tree.close();
      throw failed;
    }
  }

  private static boolean isOfTheApplication(Name path) {
    return !path.equals(RESERVED);
  }

  /**
   * Two changes within one tick of the clock of files have the same time, so a file that was
   * changed just before it was pinned could change again unseen. It is pinned again after a tick;
   * and if it has changed meanwhile as well, it is one of those that changed.
   */
  private void settle(Instant listed) throws SystemCallException, InterruptedException {
    long doubtful = nanos(listed) - TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    if (pinned.stream().noneMatch(entry -> entry.changed().total() >= doubtful)) {
      return;
    }
    TimeUnit.MILLISECONDS.sleep(2 * TICK_MILLIS);
    long still = nanos(Instant.now()) - TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    for (int i = 0; i < pinned.size(); i++) {
      TreeEntry entry = pinned.get(i);
      if (entry.changed().total() >= doubtful && entry.type() == FileType.FILE) {
        Optional<TreeEntry> now = tree.look(entry);
        if (now.isPresent() && now.get().type() == FileType.FILE) {
          pinned.set(i, now.get());
        }
        if (now.isEmpty() || now.get().changed().total() >= still) {
          changes.add(entry.path());
        }
      }
    }
  }

  private static long nanos(Instant instant) {
    return new FileMoment(instant.getEpochSecond(), instant.getNano()).total();
  }

  @Override
  public SourceFacts facts() {
    return facts;
  }

  @Override
  public SourceFile open(StreamFile file) throws SourceException {
    return switch (file) {
      case StreamFile.DatabaseFile data when data.database().equals(DirectorySource.FILES) ->
          new TarFile(
              pinned.stream().map(entry -> entry.in(entry.path(), content(entry))).toList(),
              torn -> changes.add(torn.name()));
      case StreamFile.LogFile log when log.generation() == DirectorySource.LOG ->
          new TarFile(named(), _ -> {});
      default ->
          throw new SourceException(
              Fault.expected(
                  Failure.MISSING_FILE_TO_BACKUP, "the database files or log 1", "got " + file));
    };
  }

  /** What changed, and what the directory itself is like, which has no name below itself. */
  private List<TarEntry> named() throws SourceException {
    try {
      Attributes root = Attributes.of(tree.stat());
      Attributes like = new Attributes(0600, root.owner(), root.group(), root.modified());
      List<TarEntry> entries = new ArrayList<>();
      entries.add(TarEntry.directory(Name.of(".lull/root"), root));
      entries.add(TarEntry.text(".lull/changed.json", like, changes.json()));
      if (leftOut.count() > 0) {
        entries.add(TarEntry.text(".lull/left-out.json", like, leftOut.json()));
      }
      return entries;
    } catch (SystemCallException failed) {
      throw new SourceException(failed.fault("to look at the directory"));
    }
  }

  private TarContent content(TreeEntry entry) {
    return () -> {
      Optional<Descriptor> opened = tree.open(entry);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      TreeEntry now = entry.now(opened.get().stat());
      if (now.inode() != entry.inode() || now.device() != entry.device()) {
        // Another file has its name; that one was never listed.
        opened.get().close();
        return Optional.empty();
      }
      return Optional.of(new Reading(entry, opened.get()));
    };
  }

  /** A file that is read, and compared when that is over. */
  private final class Reading implements TarContent.Opened {
    private final TreeEntry entry;
    private final Descriptor file;

    Reading(TreeEntry entry, Descriptor file) {
      this.entry = entry;
      this.file = file;
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
      return file.read(offset, into);
    }

    @Override
    public void close() throws IOException {
      try (file) {
        changes.compare(entry, entry.now(file.stat()));
      }
    }
  }

  @Override
  public Logs roll() throws SourceException {
    try {
      changes.compare(pinned, tree.list(_ -> true).entries());
      return Logs.of(List.of(DirectorySource.LOG));
    } catch (SystemCallException failed) {
      throw new SourceException(failed.fault("to list the directory again"));
    }
  }

  @Override
  public void close() {
    tree.close();
  }
}
