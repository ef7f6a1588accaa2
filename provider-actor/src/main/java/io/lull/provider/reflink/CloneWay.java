package io.lull.provider.reflink;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.lull.kernel.Descriptor;
import io.lull.kernel.FileSystemKind;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderKind;
import io.lull.provider.tree.CloneContents;
import io.lull.provider.tree.Contents;
import io.lull.provider.tree.Site;
import io.lull.provider.tree.TreePass.Report;
import io.lull.provider.tree.Trust;
import io.lull.provider.tree.Way;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Clones every file before the window, and every file again in it: no file is believed to be
 * unchanged, but a clone of what is cloned already costs the file system little.
 */
final class CloneWay implements Way {
  private static final long XFS_GEOMETRY = 0x8100587EL;
  private static final int XFS_FLAGS = 92;
  private static final int XFS_REFLINK = 1 << 20;
  private static final long SAMPLE = 2000;

  private final Contents contents = new CloneContents();

  @Override
  public ProviderKind kind() {
    return ProviderKind.SOFTWARE;
  }

  @Override
  public Optional<Fault> accepts(Volume volume, Descriptor top) throws IOException {
    FileSystemKind kind = top.fileSystem();
    boolean clones =
        switch (kind) {
          case BTRFS, BCACHEFS -> true;
          case XFS -> clones(top);
          case EXT, TMPFS, OTHER -> false;
        };
    return clones
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                volume + " to lie on a file system whose files can share blocks",
                "it lies on " + (kind == FileSystemKind.XFS ? "XFS made without reflink" : kind)));
  }

  /** Whether an XFS was made so that files can share blocks. */
  private static boolean clones(Descriptor top) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment geometry = arena.allocate(256, 8);
      top.ioctl("the geometry of XFS", XFS_GEOMETRY, geometry);
      return (geometry.get(JAVA_INT, XFS_FLAGS) & XFS_REFLINK) != 0;
    }
  }

  @Override
  public void begin(Site site) throws IOException, InterruptedException {
    Report again = site.sample(contents, SAMPLE);
    long each = again.nanos() / Math.max(1, again.entries());
    site.rehearsed(each * site.entries());
  }

  @Override
  public void prepare(Site site) throws IOException, InterruptedException {
    site.pass(contents, Trust.now(true), System.currentTimeMillis());
    // Cloning forces what a file has in memory; that is not to be left for the window.
    site.forceSource();
    site.rehearsed(site.pass(contents, Trust.now(true), System.currentTimeMillis()).nanos());
  }

  @Override
  public void commit(Site site) throws IOException, InterruptedException {
    site.pass(contents, site.trust(true), System.currentTimeMillis());
  }

  /** The blocks are those of the volume; there is nothing that could have been written wrongly. */
  @Override
  public void check(Site site) {}
}
