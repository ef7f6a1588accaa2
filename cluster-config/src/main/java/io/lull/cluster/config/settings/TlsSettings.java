package io.lull.cluster.config.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files by which nodes prove to each other who they are. */
public record TlsSettings(Path key, Path certificate, Path authority, Duration reload) {
  private static final List<String> FILES =
      List.of("tls.key-file", "tls.certificate-file", "tls.ca-file");

  /** Empty if the node talks plain text, which is a problem unless it is allowed to. */
  static Optional<TlsSettings> read(SettingsReader reader, ClusterSettings cluster) {
    Duration reload = reader.time("tls.reload");
    Map<String, Path> files = new TreeMap<>();
    for (String key : FILES) {
      reader.optionalText(key).ifPresent(path -> files.put(key, Path.of(path)));
    }
    if (files.isEmpty()) {
      reader.require(
          cluster.address().loopback() || cluster.plainText(),
          "tls.key-file",
          "expected TLS between machines, but it is empty and lull.cluster.address is "
              + cluster.address().host()
              + "; lull.cluster.plain-text = on allows plain text all the same");
      return Optional.empty();
    }
    for (String key : FILES) {
      Path file = files.get(key);
      reader.require(file != null, key, "expected all three files or none, but this is empty");
      reader.require(
          file == null || Files.isReadable(file), key, "expected a file, but cannot read " + file);
    }
    return files.size() < FILES.size()
        ? Optional.empty()
        : Optional.of(
            new TlsSettings(
                Path.of(reader.text(FILES.get(0))),
                Path.of(reader.text(FILES.get(1))),
                Path.of(reader.text(FILES.get(2))),
                reload));
  }
}
