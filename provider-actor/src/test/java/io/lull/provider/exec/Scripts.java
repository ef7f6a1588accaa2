package io.lull.provider.exec;

import io.lull.protocol.provider.ProviderFixture;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.spi.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** Commands that copy with {@code cp}, and providers that call them. */
final class Scripts {
  private static final String COPYING =
      """
      #!/bin/sh
      # VERB COPIES VOLUME [PLACE]
      case "$1" in
        check) test -d "$3" && ! test -e "$3/.plain" ;;
        create) cp -a -- "$3" "$2/$LULL_COPY" && printf '%s\\n' "$2/$LULL_COPY" ;;
        delete) rm -rf -- "${4:-$2/$LULL_COPY}" ;;
      esac
      """;

  final Path directory;
  final Path copies;
  private final Path copying;

  Scripts(Path directory) throws IOException {
    this.directory = directory;
    copies = Files.createDirectories(directory.resolve("copies"));
    copying = script("copying", COPYING);
  }

  Path script(String name, String text) throws IOException {
    Path script = directory.resolve(name);
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  /** A provider whose commands copy, but for those that are named. */
  Provider provider(String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("kind", "exec"));
    all.put("directory", directory.resolve("kept").toString());
    for (String verb : new String[] {"check", "create", "delete"}) {
      all.put(verb, "'" + copying + "' " + verb + " '" + copies + "'");
    }
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return ProviderRegistry.installed().create(ProviderFixture.PROVIDER, all);
  }
}
