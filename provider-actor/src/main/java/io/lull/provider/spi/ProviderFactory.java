package io.lull.provider.spi;

import io.lull.protocol.id.ProviderId;
import java.util.Map;
import java.util.Set;

/** Makes providers of one kind; found by {@link java.util.ServiceLoader}. */
public interface ProviderFactory {
  /** The word by which a configuration chooses this kind, for instance {@code btrfs}. */
  String kind();

  /** The names of all settings that this kind has; any other one is refused before it is made. */
  Set<String> settings();

  /**
   * Makes a provider; it touches nothing yet.
   *
   * @param settings what the configuration says, without the kind
   * @throws IllegalArgumentException if a setting is missing or wrong, in a sentence for the user
   */
  Provider create(ProviderId id, Map<String, String> settings);
}
