package io.lull.provider;

import com.typesafe.config.Config;
import io.lull.cluster.config.settings.Kinds;
import io.lull.cluster.config.settings.Nearest;
import io.lull.cluster.config.settings.OwnSettings;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The kinds of providers that are installed, and the providers that a configuration asks for.
 *
 * <pre>
 *   lull.providers {
 *     main { kind = btrfs }
 *     other { kind = test, directory = "copies" }
 *   }
 * </pre>
 */
public final class ProviderRegistry {
  private static final String KIND = "kind";

  private final Kinds<ProviderFactory> factories;

  public ProviderRegistry(Iterable<ProviderFactory> factories) {
    this.factories = new Kinds<>("provider", factories, ProviderFactory::kind);
  }

  /** All kinds on the class path. */
  public static ProviderRegistry installed() {
    return new ProviderRegistry(ServiceLoader.load(ProviderFactory.class));
  }

  /**
   * Makes all providers of a host.
   *
   * @param providers the object {@code lull.providers}
   * @throws IllegalArgumentException that lists everything that is wrong with it
   */
  public SortedMap<ProviderId, Provider> create(HostId host, Config providers) {
    SortedMap<ProviderId, Provider> made = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (String name : providers.root().keySet().stream().sorted().toList()) {
      try {
        ProviderId id = new ProviderId(host, name);
        made.put(id, create(id, OwnSettings.of(providers, name)));
      } catch (IllegalArgumentException | com.typesafe.config.ConfigException wrong) {
        problems.add("lull.providers." + name + ": " + wrong.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "expected providers that can be made, but:\n  " + String.join("\n  ", problems));
    }
    return made;
  }

  /**
   * Makes one provider.
   *
   * @param settings its kind, and what that kind is to be told
   */
  public Provider create(ProviderId id, Map<String, String> settings) {
    Map<String, String> own = new HashMap<>(settings);
    String kind = own.remove(KIND);
    if (kind == null) {
      throw new IllegalArgumentException("expected a kind, but there is none");
    }
    ProviderFactory factory = factories.get(kind, id);
    own.keySet().stream()
        .filter(setting -> !factory.settings().contains(setting))
        .sorted()
        .findFirst()
        .ifPresent(
            unknown -> {
              throw new IllegalArgumentException(
                  "expected a known setting of the kind "
                      + kind
                      + ", but got "
                      + unknown
                      + Nearest.hint(unknown, factory.settings()));
            });
    return factory.create(id, Map.copyOf(own));
  }
}
