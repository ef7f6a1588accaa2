package io.lull.cli.node;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where the node is, and what shows it who we are; the one place in which that is found out.
 *
 * @param tokens what goes into the header Authorization, which no message ever shows; asked for at
 *     each call, because a node that is started anew may have made another one
 * @param sockets what a connection is made by, if certificates were named
 * @param believed the users who may be the node there; empty where that is proved otherwise, or
 *     nothing is at stake
 */
public record Address(
    URI uri,
    Supplier<Optional<String>> tokens,
    Optional<SSLSocketFactory> sockets,
    Optional<Set<Long>> believed) {
  public static final String DEFAULT = "http://127.0.0.1:7357";

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
    Optional<String> wanted = named.node().or(() -> surroundings.variable("LULL_NODE"));
    URI uri = uri(wanted.orElse(DEFAULT));
    Optional<TokenFile> file = TokenFile.find(named.tokenFile(), surroundings);
    Optional<String> token = file.map(TokenFile::read);
    boolean loopback = LOOPBACK.contains(uri.getHost());
    boolean plain = uri.getScheme().equals("http");
    if (token.isPresent() && !loopback && plain) {
      throw Trouble.usage(
          "expected https for a node on another machine, but got " + uri,
          "A token that is sent as plain text is known to everybody on the way");
    }
    return new Address(
        uri,
        () -> file.flatMap(TokenFile::readAgain).or(() -> token),
        Credentials.find(named, surroundings),
        loopback && plain && (token.isPresent() || wanted.isEmpty())
            ? Optional.of(believed(file))
            : Optional.empty());
  }

  /**
   * Everybody on this machine may listen at a port that is free, so neither a token nor a command
   * is for just anybody there: root can read the token anyway, and it is its owner who has let us.
   */
  private static Set<Long> believed(Optional<TokenFile> file) {
    Set<Long> users = new HashSet<>(List.of(Owned.ROOT, Owned.self()));
    file.flatMap(TokenFile::owner).ifPresent(users::add);
    TokenFile.service().ifPresent(users::add);
    return users;
  }

  /**
   * One whose token is known and stays the same. It is for one life of a node, so that whoever
   * listens there after it could do nothing with it.
   */
  static Address of(URI uri, String token, Optional<SSLSocketFactory> sockets) {
    return new Address(uri, () -> Optional.of(token), sockets, Optional.empty());
  }

  /**
   * Finds out that nobody is behind the address who must not see our token.
   *
   * @throws NoAnswer if somebody is, or nobody any more
   */
  void demandBelieved() throws NoAnswer {
    if (believed.isEmpty()) {
      return;
    }
    try {
      Set<Long> strangers = new TreeSet<>(Listeners.at(uri));
      if (strangers.isEmpty()) {
        throw NoAnswer.unreached(this);
      }
      strangers.removeAll(believed.get());
      if (!strangers.isEmpty()) {
        throw NoAnswer.disbelieved(
            this,
            "user "
                + strangers.iterator().next()
                + " listens there: neither root nor you nor the owner of your token");
      }
    } catch (IOException unknown) {
      throw NoAnswer.disbelieved(this, "the kernel does not say who listens there");
    }
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
}
