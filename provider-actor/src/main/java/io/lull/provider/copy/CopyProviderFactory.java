package io.lull.provider.copy;

import io.lull.protocol.id.ProviderId;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderFactory;
import io.lull.provider.tree.TreeProvider;
import io.lull.provider.tree.TreeSettings;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes providers that copy files.
 *
 * <pre>
 *   directory   where copies lie; .lull at the top of a volume's file system if nothing is said
 *   threads     how many work at once; four for each processor if nothing is said
 *   budget      how long a Commit may take by the estimate; 8s if nothing is said
 *   mounts      refuse (if nothing is said) or leave-out what is a volume of its own in a volume
 *   changed     by times (if nothing is said) or by contents: how a changed file is found
 *   verify      yes (if nothing is said) or no: whether copies are read back
 * </pre>
 */
public final class CopyProviderFactory implements ProviderFactory {
  private static final int THREADS = 4;

  @Override
  public String kind() {
    return "copy";
  }

  @Override
  public Set<String> settings() {
    return Stream.concat(TreeSettings.NAMES.stream(), Stream.of("changed", "verify"))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Provider create(ProviderId id, Map<String, String> settings) {
    int threads = THREADS * Runtime.getRuntime().availableProcessors();
    TreeSettings tree = TreeSettings.of(settings, threads);
    String changed = settings.getOrDefault("changed", "times");
    String verify = settings.getOrDefault("verify", "yes");
    CopyWay way =
        new CopyWay(
            TreeSettings.word("changed", changed, "times", "contents"),
            TreeSettings.word("verify", verify, "no", "yes"),
            tree.budget().toNanos() / 4);
    return new TreeProvider(id, tree, way);
  }
}
