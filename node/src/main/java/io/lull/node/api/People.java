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
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows people by the tokens or certificates that they show; it has only hashes of them. */
final class People implements Identification {
  private static final Logger LOG = LoggerFactory.getLogger(People.class);
  private static final String SCHEME = "Bearer ";

  private final Optional<Path> file;
  private volatile List<Entry> entries = List.of();
  private @Nullable Stamp read;

  /** What somebody shows. */
  enum Proof {
    TOKEN,
    CERTIFICATE
  }

  /** Somebody, and the SHA-256 of his proof, which nobody changes. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(Principal principal, Proof proof, byte[] hash) {}

  /** By what a changed file is noticed. */
  private record Stamp(FileTime changed, long size, @Nullable Object identity) {}

  private People(Optional<Path> file) {
    this.file = file;
  }

  /** Knows only the administrator of the node, by this token. */
  static People own(String token) {
    People people = new People(Optional.empty());
    Principal own = new Principal("own", ApiRole.ADMIN);
    people.entries = List.of(new Entry(own, Proof.TOKEN, hash(token.getBytes(UTF_8))));
    return people;
  }

  /**
   * Knows whom a file names.
   *
   * @throws IOException if the file is none that can be trusted, with the reason
   */
  static People of(Path file) throws IOException {
    People people = new People(Optional.of(file));
    people.read(file);
    return people;
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

  /** Whether anybody is known by a certificate; if not, there is no reason to ask for one. */
  boolean haveCertificates() {
    return entries.stream().anyMatch(entry -> entry.proof() == Proof.CERTIFICATE);
  }

  @Override
  public Optional<Principal> of(HttpRequest request) {
    Optional<String> authorization = request.getHeader("Authorization").map(HttpHeader::value);
    if (authorization.isPresent()) {
      return authorization
          .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
          .map(value -> value.substring(SCHEME.length()).strip())
          .flatMap(token -> find(Proof.TOKEN, hash(token.getBytes(UTF_8))));
    }
    // A browser shows its certificate for any page that makes it ask us, and says whose page it is.
    return request.getHeader("Origin").isPresent()
        ? Optional.empty()
        : ClientCertificate.of(request)
            .flatMap(certificate -> find(Proof.CERTIFICATE, hash(certificate)));
  }

  /** All entries are compared, each in full, so that the time it takes tells nothing. */
  private Optional<Principal> find(Proof proof, byte[] hash) {
    Optional<Principal> found = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash) && entry.proof() == proof) {
        found = Optional.of(entry.principal());
      }
    }
    return found;
  }

  private static byte[] hash(byte[] proof) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(proof);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
