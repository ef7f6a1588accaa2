package io.lull.cluster.config.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a node is asked over HTTP.
 *
 * @param listen where it answers; empty for nowhere
 * @param tokens who may ask; empty if only those who can read {@code ownToken}
 * @param ownToken the file that the node writes a token to for its own administrator
 * @param tls empty if it answers in plain text
 * @param maxBody how many bytes the body of a request may have
 * @param maxConnections how many connections there may be at a time
 * @param maxFollowers how many of them may follow the events of sessions
 * @param patience how long a client may take to send a whole request, or to read
 */
public record ApiSettings(
    Optional<NodeAddress> listen,
    Optional<Path> tokens,
    Path ownToken,
    Optional<Tls> tls,
    long maxBody,
    int maxConnections,
    int maxFollowers,
    Duration patience) {
  private static final String KEY = "api.tls.key-file";
  private static final String CERTIFICATE = "api.tls.certificate-file";
  private static final long BODY_MIN = 1 << 10;
  private static final long BODY_MAX = 16 << 20;
  private static final int CONNECTIONS_MAX = 10_000;

  /**
   * What the node proves with that it is who was asked.
   *
   * @param reload how old files that are in use may be before they are read again
   */
  public record Tls(Path key, Path certificate, Duration reload) {}

  static ApiSettings read(SettingsReader reader, Optional<TlsSettings> node) {
    Optional<NodeAddress> listen =
        reader.of("api.listen", "an address with port", ApiSettings::address);
    ApiSettings settings =
        new ApiSettings(
            listen,
            reader.optionalText("api.tokens-file").map(Path::of),
            Path.of(reader.text("api.own-token-file")),
            tls(reader, node, listen.stream().allMatch(NodeAddress::loopback)),
            reader.bytes("api.max-body", BODY_MIN, BODY_MAX),
            reader.count("api.max-connections", CONNECTIONS_MAX),
            reader.count("api.max-followers", CONNECTIONS_MAX),
            reader.time("api.patience"));
    settings.check(reader);
    return settings;
  }

  private void check(SettingsReader reader) {
    listen.ifPresent(
        at ->
            reader.require(
                at.loopback() || tls.isPresent(),
                "api.listen",
                "expected an address of this machine alone, or TLS by lull.api.tls or lull.tls, but"
                    + " it is "
                    + at));
    reader.require(
        maxFollowers < maxConnections,
        "api.max-followers",
        "expected max-followers < max-connections, or nobody else could ask any more, but it is "
            + maxFollowers);
    tokens.ifPresent(
        file ->
            reader.require(
                Files.isReadable(file),
                "api.tokens-file",
                "expected a file, but cannot read " + file));
  }

  /**
   * The API's own files, or else those of the node, which a client on the machine need not know.
   */
  private static Optional<Tls> tls(
      SettingsReader reader, Optional<TlsSettings> node, boolean near) {
    Optional<Path> key = reader.optionalText(KEY).map(Path::of);
    Optional<Path> certificate = reader.optionalText(CERTIFICATE).map(Path::of);
    Duration reload = reader.time("tls.reload");
    if (key.isEmpty() && certificate.isEmpty()) {
      return node.filter(_ -> !near)
          .map(files -> new Tls(files.key(), files.certificate(), reload));
    }
    readable(reader, KEY, key);
    readable(reader, CERTIFICATE, certificate);
    return key.flatMap(file -> certificate.map(other -> new Tls(file, other, reload)));
  }

  private static void readable(SettingsReader reader, String key, Optional<Path> file) {
    reader.require(file.isPresent(), key, "expected both files or neither, but this is empty");
    file.ifPresent(
        path ->
            reader.require(
                Files.isReadable(path), key, "expected a file, but cannot read " + path));
  }

  private static Optional<NodeAddress> address(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(NodeAddress.parse(text));
  }
}
