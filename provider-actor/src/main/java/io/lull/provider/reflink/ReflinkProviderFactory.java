package io.lull.provider.reflink;

import io.lull.protocol.id.ProviderId;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderFactory;
import io.lull.provider.tree.TreeProvider;
import io.lull.provider.tree.TreeSettings;
import java.util.Map;
import java.util.Set;

/**
 * Makes providers that clone files.
 *
 * <pre>
 *   directory   where copies lie, on the file system of the volumes; .lull at its top if nothing
 *               is said
 *   threads     how many work at once; four for each processor if nothing is said
 *   budget      how long a Commit may take by the estimate; 8s if nothing is said
 *   mounts      refuse (if nothing is said) or leave-out what is a volume of its own in a volume
 * </pre>
 */
public final class ReflinkProviderFactory implements ProviderFactory {
  private static final int THREADS = 4;

  @Override
  public String kind() {
    return "reflink";
  }

  @Override
  public Set<String> settings() {
    return TreeSettings.NAMES;
  }

  @Override
  public Provider create(ProviderId id, Map<String, String> settings) {
    int threads = THREADS * Runtime.getRuntime().availableProcessors();
    return new TreeProvider(id, TreeSettings.of(settings, threads), new CloneWay());
  }
}
