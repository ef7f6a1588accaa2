package io.lull.cli.command;

import io.lull.cli.frame.Format;
import io.lull.cli.node.Address;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
public final class Shared {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "What to print: table, json or yaml; errors too.")
  Format format = Format.TABLE;

  @Option(
      names = "--node",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The node to ask; else $LULL_NODE, else http://127.0.0.1:7357.")
  @Nullable String node;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The file with your token; else $LULL_TOKEN_FILE, else where a node puts it.")
  @Nullable String tokenFile;

  @Option(
      names = "--authority-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Who signs the certificates of nodes, as PEM; else $LULL_AUTHORITY_FILE, else those whom"
              + " the JDK knows.")
  @Nullable String authorityFile;

  @Option(
      names = "--certificate-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Your own certificate as PEM; else $LULL_CERTIFICATE_FILE, else none.")
  @Nullable String certificateFile;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The private key of your certificate, as PEM; else $LULL_KEY_FILE.")
  @Nullable String keyFile;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      description = "How long to wait at most, such as 30s or 10m.")
  @Nullable Duration timeout;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "No colours, also on a terminal; NO_COLOR says the same.")
  boolean noColour;

  Address.Named named() {
    return new Address.Named(
        Optional.ofNullable(node),
        Optional.ofNullable(tokenFile),
        Optional.ofNullable(authorityFile),
        Optional.ofNullable(certificateFile),
        Optional.ofNullable(keyFile));
  }

  public Format format() {
    return format;
  }
}
