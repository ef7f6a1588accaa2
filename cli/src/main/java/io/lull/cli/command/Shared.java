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

  /** What was typed to reach the node, as it has to be typed again; empty if nothing was. */
  String reached() {
    StringBuilder options = new StringBuilder();
    typed(options, "--node", node);
    typed(options, "--token-file", tokenFile);
    typed(options, "--authority-file", authorityFile);
    typed(options, "--certificate-file", certificateFile);
    typed(options, "--key-file", keyFile);
    return options.toString();
  }

  private static void typed(StringBuilder options, String name, @Nullable String value) {
    if (value != null) {
      boolean plain = value.matches("[\\w./:@%+=,\\[\\]-]+");
      // As a shell takes it for one word; the whole stands between single quotes already.
      String word = plain ? value : '"' + value.replaceAll("[\\\\\"$`]", "\\\\$0") + '"';
      options.append(' ').append(name).append(' ').append(word);
    }
  }

  public Format format() {
    return format;
  }
}
