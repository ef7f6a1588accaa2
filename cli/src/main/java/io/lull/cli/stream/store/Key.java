package io.lull.cli.stream.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key of age, out of a file as {@code age-keygen} writes it; nothing ever shows it. */
public final class Key {
  private static final int FILE_MAX = 1 << 16;
  private static final Pattern IDENTITY =
      Pattern.compile("(?m)^(AGE-SECRET-KEY-1[A-Z0-9]{58})\\s*$");
  private static final Pattern RECIPIENT =
      Pattern.compile("(?m)^(?:# public key: )?(age1[a-z0-9]{58})\\s*$");

  private final Optional<String> identity;
  private final String recipient;

  private Key(Optional<String> identity, String recipient) {
    this.identity = identity;
    this.recipient = recipient;
  }

  /** The key in a file; one with a public key alone can encrypt, and nothing else. */
  public static Key read(Path file) {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(FILE_MAX), US_ASCII);
    } catch (IOException unreadable) {
      throw Trouble.usage("expected a file with a key at " + file + ", but it cannot be read", "");
    }
    Optional<String> identity = first(IDENTITY, text);
    Optional<String> recipient = first(RECIPIENT, text);
    if (recipient.isEmpty()) {
      throw Trouble.usage(
          "expected a line 'age1...' with a public key in " + file + ", but there is none",
          "Make a key by 'lull stream key --out FILE' or by age-keygen");
    }
    return new Key(identity, recipient.get());
  }

  private static Optional<String> first(Pattern line, String text) {
    Matcher found = line.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** Makes a key in a new file that only its owner may read, and returns its public part. */
  public static String create(Path file) {
    try {
      KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
      String recipient = new String(pair.getPublic().getEncoded(), US_ASCII);
      String text =
          "# public key: "
              + recipient
              + "\n"
              + new String(pair.getPrivate().getEncoded(), US_ASCII)
              + "\n";
      try (var out =
          Files.newByteChannel(
              file,
              Set.of(
                  StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        out.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
      }
      return recipient;
    } catch (FileAlreadyExistsException there) {
      throw Trouble.usage(
          "expected a new file at " + file + ", but there is one",
          "Nothing is ever written over: what was encrypted for it would be lost");
    } catch (IOException | GeneralSecurityException failed) {
      throw Trouble.of(
          ExitCode.FAILED, "expected to write a key to " + file + ", but that failed", "");
    }
  }

  RecipientStanzaWriter writer() throws GeneralSecurityException {
    return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
  }

  RecipientStanzaReader reader() throws GeneralSecurityException {
    return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(
        identity.orElseThrow(
            () ->
                Trouble.usage(
                    "expected a secret key, but the file has a public one alone",
                    "Name the file with the line 'AGE-SECRET-KEY-1...'")));
  }

  @Override
  public String toString() {
    return "Key[" + recipient + "]";
  }
}
