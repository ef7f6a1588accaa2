package io.lull.provider.tree;

import io.lull.kernel.Descriptor;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderKind;
import java.io.IOException;
import java.util.Optional;

/** In what one provider of copied trees differs from another. */
public interface Way {
  ProviderKind kind();

  /** Empty if volumes of this file system can be copied in this way, or why not. */
  Optional<Fault> accepts(Volume volume, Descriptor top) throws IOException;

  /** Finds out outside of the window what a commit would take, before anything is prepared. */
  void begin(Site site) throws IOException, InterruptedException;

  /** Does outside of the window all that can be done there, and measures what is left. */
  void prepare(Site site) throws IOException, InterruptedException;

  /** Makes the copy what the tree is now. */
  void commit(Site site) throws IOException, InterruptedException;

  /** Looks after the window whether what was written can be read. */
  void check(Site site) throws IOException, InterruptedException;
}
