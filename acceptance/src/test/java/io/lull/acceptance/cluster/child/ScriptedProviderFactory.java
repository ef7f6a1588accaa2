package io.lull.acceptance.cluster.child;

import io.lull.protocol.id.ProviderId;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderFactory;
import io.lull.provider.test.TestProvider;
import io.lull.provider.test.TestProviderFactory;
import java.util.Map;
import java.util.Set;

/** Makes test providers that take orders while they run. */
public final class ScriptedProviderFactory implements ProviderFactory {
  private final TestProviderFactory made = new TestProviderFactory();

  @Override
  public String kind() {
    return "scripted";
  }

  @Override
  public Set<String> settings() {
    return made.settings();
  }

  @Override
  public Provider create(ProviderId id, Map<String, String> settings) {
    Provider provider = made.create(id, settings);
    Orders.to(id.host().name() + "/" + id.name(), (TestProvider) provider);
    return provider;
  }
}
