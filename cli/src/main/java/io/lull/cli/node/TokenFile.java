package io.lull.cli.node;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The file that has a token: the one that was named, or one that a node has put where it does by
 * itself.
 *
 * <p>Nobody has said that the latter is meant, so it is used only if nobody else can have put it
 * there.
 */
record TokenFile(Path path, boolean named) {
  private static final int MOST = 4096;

  /** Where the service keeps what it has; only root can give that away. */
  private static final Path SERVICE = Path.of("/var/lib/lull");

  private static final String NAME = "api.token";

  /** What was named, else the first of the usual ones that can be used; the others are told of. */
  static Optional<TokenFile> find(Optional<String> named, Surroundings surroundings) {
    Optional<TokenFile> meant =
        named
            .or(() -> surroundings.variable("LULL_TOKEN_FILE"))
            .map(wanted -> new TokenFile(surroundings.directory().resolve(wanted), true));
    if (meant.isPresent()) {
      return meant;
    }
    for (Path usual : usual(surroundings)) {
      if (Files.isReadable(usual)) {
        TokenFile file = new TokenFile(usual, false);
        Optional<String> doubt = file.doubt();
        if (doubt.isEmpty()) {
          return Optional.of(file);
        }
        surroundings
            .err()
            .println(
                "lull: not using the token in "
                    + usual
                    + ", because "
                    + doubt.get()
                    + ". If you trust it, name it by --token-file");
        surroundings.err().flush();
      }
    }
    return Optional.empty();
  }

  /** Where a node puts its token by itself. */
  private static List<Path> usual(Surroundings surroundings) {
    Stream<Path> state =
        surroundings
            .variable("XDG_STATE_HOME")
            .or(() -> surroundings.variable("HOME").map(home -> home + "/.local/state"))
            .map(home -> Path.of(home, "lull", NAME))
            .filter(Path::isAbsolute)
            .stream();
    return Stream.concat(
            Stream.of(
                surroundings.directory().resolve("data").resolve(NAME), SERVICE.resolve(NAME)),
            state)
        .toList();
  }

  /** The user that the service runs as, if it is installed. */
  static Optional<Long> service() {
    return Owned.of(SERVICE, NOFOLLOW_LINKS).filter(Owned::isDirectory).map(Owned::user);
  }

  /** Whom it belongs to, if it is there. */
  Optional<Long> owner() {
    return Owned.of(path).map(Owned::user);
  }

  /** Why somebody else may have put it there, if he may. */
  private Optional<String> doubt() {
    Path directory = path.resolveSibling(".").normalize();
    Optional<Owned> link = Owned.of(directory, NOFOLLOW_LINKS);
    Optional<Owned> around = Owned.of(directory);
    Optional<Owned> file = Owned.of(path, NOFOLLOW_LINKS);
    if (link.isEmpty() || around.isEmpty() || file.isEmpty()) {
      return Optional.of("it cannot be told whose it is");
    }
    if (!file.get().isFile()) {
      return Optional.of("it is not a file, but leads elsewhere");
    }
    Set<Long> owners = new HashSet<>(Set.of(Owned.ROOT));
    owners.add(directory.equals(SERVICE) ? around.get().user() : Owned.self());
    return doubt(directory, link.get(), owners)
        .or(() -> doubt(directory, around.get(), owners))
        .or(() -> doubt(path, file.get(), owners));
  }

  private static Optional<String> doubt(Path what, Owned owned, Set<Long> owners) {
    if (!owners.contains(owned.user())) {
      return Optional.of(what + " belongs to user " + owned.user() + ", not to you or root");
    }
    // What may be done with a link is what may be done with its directory.
    boolean real = owned.isDirectory() || owned.isFile();
    return real && owned.isWritable(Owned.ownGroup())
        ? Optional.of("others may write " + what)
        : Optional.empty();
  }

  /** What it has now, unless it is a pipe that can be read once, or has gone since. */
  Optional<String> readAgain() {
    try {
      boolean same = Files.isRegularFile(path) && (named || doubt().isEmpty());
      return same ? Optional.of(read()) : Optional.empty();
    } catch (Trouble unreadable) {
      return Optional.empty();
    }
  }

  String read() {
    String expected = "expected a file with a token at " + path + ", but ";
    String hint = "Name another one by --token-file or LULL_TOKEN_FILE";
    OpenOption[] options = named ? new OpenOption[0] : new OpenOption[] {NOFOLLOW_LINKS};
    try (InputStream in = Files.newInputStream(path, options)) {
      String token = new String(in.readNBytes(MOST + 1), StandardCharsets.UTF_8).strip();
      boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
      if (token.isEmpty() || token.length() > MOST || !visible) {
        throw Trouble.usage(expected + "it has none of visible characters on one line", hint);
      }
      return token;
    } catch (IOException unreadable) {
      throw Trouble.usage(expected + "it cannot be read", hint);
    }
  }
}
