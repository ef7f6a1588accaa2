package io.lull.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows people by the tokens that they carry; of the tokens themselves it has only hashes. */
final class Tokens implements Identification {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final String SCHEME = "Bearer ";

  private final Optional<Path> file;
  private volatile List<Entry> entries = List.of();
  private @Nullable Stamp read;

  /** Somebody, and the SHA-256 of his token, which nobody changes. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(Principal principal, byte[] hash) {}

  /** By what a changed file is noticed. */
  private record Stamp(FileTime changed, long size, @Nullable Object identity) {}

  private Tokens(Optional<Path> file) {
    this.file = file;
  }

  /** Knows only the administrator of the node, by this token. */
  static Tokens own(String token) {
    Tokens tokens = new Tokens(Optional.empty());
    tokens.entries = List.of(new Entry(new Principal("own", ApiRole.ADMIN), hash(token)));
    return tokens;
  }

  /**
   * Knows whom a file names.
   *
   * @throws IOException if the file is none that can be trusted, with the reason
   */
  static Tokens of(Path file) throws IOException {
    Tokens tokens = new Tokens(Optional.of(file));
    tokens.read(file);
    return tokens;
  }

  /** Reads a file that has changed; while it cannot be trusted nobody is let in. */
  synchronized void refresh() {
    if (file.isEmpty()) {
      return;
    }
    try {
      if (!stamp(file.get()).equals(read)) {
        read(file.get());
        LOG.info("Read {} anew: it names {}", file.get(), entries.size());
      }
    } catch (IOException bad) {
      if (!entries.isEmpty()) {
        LOG.warn("Nobody is let in by {}: {}", file.get(), bad.getMessage());
      }
      entries = List.of();
      read = null;
    }
  }

  private synchronized void read(Path path) throws IOException {
    // Stamped first: what changes while it is read is read again.
    Stamp stamp = stamp(path);
    entries = List.copyOf(TokenFile.read(path));
    read = stamp;
  }

  private static Stamp stamp(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(
        (FileTime) Objects.requireNonNull(Files.getAttribute(path, "unix:ctime")),
        attributes.size(),
        attributes.fileKey());
  }

  @Override
  public Optional<Principal> of(HttpRequest request) {
    return request
        .getHeader("Authorization")
        .map(header -> header.value())
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .flatMap(value -> bearer(value.substring(SCHEME.length()).strip()));
  }

  /** All entries are compared, each in full, so that the time it takes tells nothing. */
  private Optional<Principal> bearer(String token) {
    byte[] hash = hash(token);
    Optional<Principal> found = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash)) {
        found = Optional.of(entry.principal());
      }
    }
    return found;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
