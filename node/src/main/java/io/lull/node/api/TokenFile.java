package io.lull.node.api;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads who may ask: a line each, {@code name role sha256:HEX} for a token and {@code name role
 * certificate-sha256:HEX} for a certificate; {@code #} begins a comment.
 */
final class TokenFile {
  private static final Pattern LINE =
      Pattern.compile(
          "(?<name>[A-Za-z0-9][A-Za-z0-9._@-]{0,63})\\s+(?<role>\\S+)\\s+"
              + "(?<proof>sha256|certificate-sha256):(?<hash>\\p{XDigit}{2}(:?\\p{XDigit}{2}){31})");
  private static final Set<PosixFilePermission> TOO_OPEN =
      Set.of(GROUP_WRITE, OTHERS_READ, OTHERS_WRITE);
  private static final long SIZE_MAX = 1 << 20;

  private TokenFile() {}

  /**
   * Everybody whom the file names.
   *
   * @throws IOException if it cannot be read, or somebody else could have written or read it, or
   *     one of its lines is none; the reason has nothing of its content but the number of a line
   */
  static List<People.Entry> read(Path file) throws IOException {
    Set<PosixFilePermission> open = new TreeSet<>(Files.getPosixFilePermissions(file));
    open.retainAll(TOO_OPEN);
    if (!open.isEmpty()) {
      throw new IOException(
          "expected " + file + " to be its owner's alone (chmod 600), but others have " + open);
    }
    if (Files.size(file) > SIZE_MAX) {
      throw new IOException("expected " + file + " to have at most 1 MiB, but it has more");
    }
    List<People.Entry> entries = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        People.Entry entry = entry(file, i + 1, line);
        if (!names.add(entry.principal().name())) {
          throw new IOException(
              "expected each name once in " + file + ", but line " + (i + 1) + " has one again");
        }
        entries.add(entry);
      }
    }
    return entries;
  }

  private static People.Entry entry(Path file, int number, String line) throws IOException {
    Matcher form = LINE.matcher(line);
    if (form.matches() && ApiRole.ofKey(form.group("role")).isPresent()) {
      return new People.Entry(
          new Principal(form.group("name"), ApiRole.ofKey(form.group("role")).orElseThrow()),
          form.group("proof").equals("sha256") ? People.Proof.TOKEN : People.Proof.CERTIFICATE,
          // As openssl writes fingerprints, or without its colons.
          HexFormat.of().parseHex(form.group("hash").replace(":", "")));
    }
    throw new IOException(
        "expected 'name viewer|operator|admin sha256:HASH' or certificate-sha256:HASH in line "
            + number
            + " of "
            + file
            + ", but it has something else");
  }
}
