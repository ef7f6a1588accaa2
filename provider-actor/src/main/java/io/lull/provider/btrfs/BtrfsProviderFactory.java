package io.lull.provider.btrfs;

import io.lull.protocol.id.ProviderId;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes btrfs providers.
 *
 * <pre>
 *   directory   where copies are kept; .lull at the top of each mount if nothing is said
 *   leave-out   subvolumes inside of copied ones that are not missed in the copy, separated by
 *               colons; a star for all
 * </pre>
 */
public final class BtrfsProviderFactory implements ProviderFactory {
  @Override
  public String kind() {
    return "btrfs";
  }

  @Override
  public Set<String> settings() {
    return Set.of("directory", "leave-out");
  }

  @Override
  public Provider create(ProviderId id, Map<String, String> settings) {
    Optional<String> directory = Optional.ofNullable(settings.get("directory"));
    directory
        .filter(path -> !path.startsWith("/") || path.equals("/") || path.endsWith("/"))
        .ifPresent(
            wrong -> {
              throw new IllegalArgumentException(
                  "expected an absolute path of a directory without a slash at its end, but got '"
                      + wrong
                      + "'");
            });
    return new BtrfsProvider(
        id.host(),
        new Location(directory, id.name()),
        Nested.parse(settings.getOrDefault("leave-out", "")));
  }
}
