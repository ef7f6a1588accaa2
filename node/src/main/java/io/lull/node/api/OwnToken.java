package io.lull.node.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The token of whoever owns the node: made anew at each start, and in a file for him alone. */
final class OwnToken {
  private static final int BYTES = 32;

  private OwnToken() {}

  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Replaces the file of an earlier life at once; at no moment can anybody else read it. */
  static void write(Path file, String token) {
    Path path = file.toAbsolutePath();
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.createDirectories(path.resolveSibling("."));
      Files.deleteIfExists(fresh);
      try (SeekableByteChannel out =
          Files.newByteChannel(
              fresh,
              Set.of(CREATE_NEW, WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        out.write(ByteBuffer.wrap((token + "\n").getBytes(US_ASCII)));
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException refused) {
      throw new UncheckedIOException(
          "expected to write a token to " + path + " (lull.api.own-token-file), but could not",
          refused);
    }
  }
}
