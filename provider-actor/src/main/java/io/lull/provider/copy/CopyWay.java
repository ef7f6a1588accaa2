package io.lull.provider.copy;

import io.lull.kernel.Descriptor;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderKind;
import io.lull.provider.tree.ByteContents;
import io.lull.provider.tree.Contents;
import io.lull.provider.tree.Site;
import io.lull.provider.tree.TreeException;
import io.lull.provider.tree.TreePass.Report;
import io.lull.provider.tree.Way;
import java.io.IOException;
import java.util.Optional;

/**
 * Copies everything before the window, again and again until little is left, and the rest in it.
 */
final class CopyWay implements Way {
  private static final int PASSES = 4;
  private static final long ENTRY = 1024;

  private final Contents contents = new ByteContents();
  private final boolean compare;
  private final boolean verify;
  private final long enough;

  /**
   * @param compare whether to read everything again in the window instead of looking at times
   * @param verify whether to read back what was written
   * @param enough after how short a pass no further one is made, in nanoseconds
   */
  CopyWay(boolean compare, boolean verify, long enough) {
    this.compare = compare;
    this.verify = verify;
    this.enough = enough;
  }

  @Override
  public ProviderKind kind() {
    return ProviderKind.SYSTEM;
  }

  @Override
  public Optional<Fault> accepts(Volume volume, Descriptor top) {
    return Optional.empty();
  }

  @Override
  public void begin(Site site) throws IOException {
    long needed = site.bytes() + site.entries() * ENTRY;
    if (needed > site.available()) {
      throw new TreeException(
          Failure.INSUFFICIENT_STORAGE,
          "room for " + needed + " bytes where the copies lie",
          "there are " + site.available());
    }
  }

  @Override
  public void prepare(Site site) throws IOException, InterruptedException {
    long before = Long.MAX_VALUE;
    for (int pass = 1; pass <= PASSES; pass++) {
      long forced = System.currentTimeMillis();
      site.forceSource();
      Report report = site.pass(contents, site.trust(!compare), forced);
      site.rehearsed(report.nanos());
      boolean better = report.nanos() < before - before / 4;
      // The first one copies everything and says nothing about what will be left.
      if (pass > 1 && (report.nanos() < enough || !better)) {
        break;
      }
      before = report.nanos();
    }
    if (verify) {
      site.forceCopy();
      site.verify(false, 0);
    }
  }

  @Override
  public void commit(Site site) throws IOException, InterruptedException {
    long now = System.currentTimeMillis();
    site.committed(now);
    site.pass(contents, site.trust(!compare), now);
  }

  @Override
  public void check(Site site) throws IOException, InterruptedException {
    if (verify) {
      site.verify(true, site.committed());
    }
  }
}
