package io.lull.provider.lvm;

import io.lull.protocol.id.ProviderId;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderFactory;
import io.lull.provider.tool.Programs;
import io.lull.provider.tool.ToolProvider;
import io.lull.provider.tool.ToolSettings;
import java.util.Map;
import java.util.Set;

/** Makes LVM providers; {@link ToolSettings} are what they can be told. */
public final class LvmProviderFactory implements ProviderFactory {
  @Override
  public String kind() {
    return "lvm";
  }

  @Override
  public Set<String> settings() {
    return ToolSettings.NAMES;
  }

  @Override
  public Provider create(ProviderId id, Map<String, String> settings) {
    ToolSettings told = ToolSettings.of(settings);
    LvmTool tool = new LvmTool(new Programs(told.programs()), told.places());
    return new ToolProvider(id.host(), tool, told.records());
  }
}
