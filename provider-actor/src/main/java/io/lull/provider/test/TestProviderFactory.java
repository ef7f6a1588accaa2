package io.lull.provider.test;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderFactory;
import io.lull.provider.tool.ClassSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes test providers.
 *
 * <pre>
 *   directory   where copies and diary are kept; in memory if there is none
 *   class       hardware, software or system; software if nothing is said
 *   refuse      paths of volumes that are not accepted, separated by spaces
 *   tricks      what goes wrong, see {@link Trick}
 * </pre>
 */
public final class TestProviderFactory implements ProviderFactory {
  private static final String DIARY = "diary.jsonl";

  @Override
  public String kind() {
    return "test";
  }

  @Override
  public Set<String> settings() {
    return Set.of("directory", "class", "refuse", "tricks");
  }

  @Override
  public Provider create(ProviderId id, Map<String, String> settings) {
    Optional<Path> directory = Optional.ofNullable(settings.get("directory")).map(Path::of);
    TestProvider provider =
        new TestProvider(
            ClassSetting.parse(settings.getOrDefault("class", "software")),
            refused(id, settings.getOrDefault("refuse", "")),
            directory.map(TestProviderFactory::store).orElseGet(CopyStore::inMemory),
            directory.map(in -> Diary.in(in.resolve(DIARY))).orElseGet(Diary::inMemory));
    Trick.parse(settings.getOrDefault("tricks", "")).forEach(provider::play);
    return provider;
  }

  private static CopyStore store(Path directory) {
    try {
      return DirectoryStore.in(directory);
    } catch (IOException broken) {
      throw new UncheckedIOException("expected to keep copies in " + directory, broken);
    }
  }

  private static Set<Volume> refused(ProviderId id, String paths) {
    return Arrays.stream(paths.split("\\s+", -1))
        .filter(path -> !path.isEmpty())
        .map(path -> new Volume(id.host(), path))
        .collect(Collectors.toSet());
  }
}
