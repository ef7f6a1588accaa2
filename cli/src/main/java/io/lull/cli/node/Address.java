package io.lull.cli.node;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where the node is, and what shows it who we are; the one place in which that is found out.
 *
 * @param tokens what goes into the header Authorization, which no message ever shows; asked for at
 *     each call, because a node that is started anew may have made another one
 * @param sockets what a connection is made by, if certificates were named
 */
public record Address(
    URI uri, Supplier<Optional<String>> tokens, Optional<SSLSocketFactory> sockets) {
  public static final String DEFAULT = "http://127.0.0.1:7357";

  private static final int TOKEN_MAX = 4096;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** What was said on the command line. */
  public record Named(
      Optional<String> node,
      Optional<String> tokenFile,
      Optional<String> authorityFile,
      Optional<String> certificateFile,
      Optional<String> keyFile) {
    /** A node whose token is known. */
    public static Named of(String node, Path tokenFile) {
      return new Named(
          Optional.of(node),
          Optional.of(tokenFile.toString()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /** What was said on the command line, else by the environment, else the usual. */
  public static Address find(Named named, Surroundings surroundings) {
    URI uri = uri(named.node().or(() -> surroundings.variable("LULL_NODE")).orElse(DEFAULT));
    Optional<Path> file = tokenFile(named.tokenFile(), surroundings);
    Optional<String> token = file.map(Address::read);
    boolean loopback = LOOPBACK.contains(uri.getHost());
    if (token.isPresent() && !loopback && uri.getScheme().equals("http")) {
      throw Trouble.usage(
          "expected https for a node on another machine, but got " + uri,
          "A token that is sent as plain text is known to everybody on the way");
    }
    return new Address(
        uri,
        () -> file.flatMap(Address::readAgain).or(() -> token),
        Credentials.find(named, surroundings));
  }

  /** One whose token is known and stays the same. */
  static Address of(URI uri, String token, Optional<SSLSocketFactory> sockets) {
    return new Address(uri, () -> Optional.of(token), sockets);
  }

  /** What goes into the header Authorization now. */
  public Optional<String> token() {
    return tokens.get();
  }

  /** Whether the node runs where we do, as far as its address tells. */
  public boolean isHere() {
    return LOOPBACK.contains(uri.getHost());
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean good =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      if (good) {
        return uri;
      }
    } catch (URISyntaxException none) {
      // Said below, together with what is a URI but leads to no node.
    }
    throw Trouble.usage(
        "expected the address of a node such as " + DEFAULT + ", but got '" + text + "'",
        "Set it by --node or LULL_NODE");
  }

  private static Optional<Path> tokenFile(Optional<String> named, Surroundings surroundings) {
    return named
        .or(() -> surroundings.variable("LULL_TOKEN_FILE"))
        .map(wanted -> surroundings.directory().resolve(wanted))
        .or(() -> usual(surroundings).filter(Files::isReadable).findFirst());
  }

  /** Where a node puts its token by itself. */
  private static Stream<Path> usual(Surroundings surroundings) {
    Stream<Path> state =
        surroundings
            .variable("XDG_STATE_HOME")
            .or(() -> surroundings.variable("HOME").map(home -> home + "/.local/state"))
            .map(home -> Path.of(home, "lull", "api.token"))
            .stream();
    return Stream.concat(
        Stream.of(
            surroundings.directory().resolve("data/api.token"), Path.of("/var/lib/lull/api.token")),
        state);
  }

  /** What it has now, unless it is a pipe that can be read once, or has gone since. */
  private static Optional<String> readAgain(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    } catch (Trouble unreadable) {
      return Optional.empty();
    }
  }

  private static String read(Path file) {
    String expected = "expected a file with a token at " + file + ", but ";
    String hint = "Name another one by --token-file or LULL_TOKEN_FILE";
    try (InputStream in = Files.newInputStream(file)) {
      String token = new String(in.readNBytes(TOKEN_MAX + 1), StandardCharsets.UTF_8).strip();
      boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
      if (token.isEmpty() || token.length() > TOKEN_MAX || !visible) {
        throw Trouble.usage(expected + "it has none of visible characters on one line", hint);
      }
      return token;
    } catch (IOException unreadable) {
      throw Trouble.usage(expected + "it cannot be read", hint);
    }
  }
}
