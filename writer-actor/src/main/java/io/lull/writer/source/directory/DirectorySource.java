package io.lull.writer.source.directory;

import io.lull.kernel.SystemCallException;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFacts;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.tree.Tree;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * All files, directories and links below one directory, while anybody may change them.
 *
 * <p>Nothing of it stands still: what changed between the listing and the end of the reading is
 * named, and is not to be trusted. A program that writes to a file by a memory map may be noticed
 * late, because the kernel dates such changes late. What is mounted below belongs to it. A file
 * with several names is read once for each.
 */
final class DirectorySource implements StreamSource {
  static final DatabaseId FILES = new DatabaseId("files");
  static final long LOG = 1;

  private final InstanceId instance;
  private final Path path;

  DirectorySource(InstanceId instance, Path path) {
    this.instance = instance;
    this.path = path;
  }

  @Override
  public void look() throws SourceException {
    try (Tree tree = Tree.of(path)) {
      tree.stat();
    } catch (SystemCallException failed) {
      throw new SourceException(failed.fault("to open the directory " + path));
    }
  }

  @Override
  public OpenSource begin(StreamKind kind) throws SourceException, InterruptedException {
    SourceFacts facts = new SourceFacts(Logging.CIRCULAR, LOG, new TreeSet<>(Set.of(FILES)));
    try {
      return OpenDirectory.begin(instance, Tree.of(path), facts);
    } catch (SystemCallException failed) {
      throw new SourceException(failed.fault("to list the directory " + path));
    }
  }

  /** There is never one that could be kept. */
  @Override
  public void delete(Logs logs) {}
}
