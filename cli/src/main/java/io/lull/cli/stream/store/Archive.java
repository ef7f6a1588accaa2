package io.lull.cli.stream.store;

import io.lull.protocol.stream.StreamFile;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One file of a stream, and how it lies in its backup.
 *
 * @param name of the file; follows from what it is, so that no manifest can name another one
 * @param size of the archive as it was read
 * @param sha256 of the archive as it was read
 * @param storedSize of what lies there
 * @param storedSha256 of what lies there
 * @param sums the SHA-256 of the file with the sums of its blocks
 */
public record Archive(
    String name,
    StreamFile file,
    long size,
    String sha256,
    long storedSize,
    String storedSha256,
    String sums) {
  /** How the names of files with sums end. */
  static final String SUMS = ".crc32c";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public Archive {
    if (size < 0 || storedSize < 0) {
      throw new IllegalArgumentException(
          "expected sizes of 0 or more, but got " + size + " and " + storedSize);
    }
    for (String sum : List.of(sha256, storedSha256, sums)) {
      if (!SHA256.matcher(sum).matches()) {
        throw new IllegalArgumentException("expected a SHA-256 of 64 digits, but got another text");
      }
    }
  }

  /** How a file is called after these layers. */
  public static String name(StreamFile file, List<Layer> layers) {
    StringBuilder name =
        new StringBuilder(
            switch (file) {
              case StreamFile.DatabaseFile(var database) -> "database-" + database;
              case StreamFile.LogFile(long generation) ->
                  String.format(Locale.ROOT, "log-%016d", generation);
            });
    name.append(".tar");
    layers.forEach(layer -> name.append(layer.suffix()));
    return name.toString();
  }

  /** The file with the CRC32C of each MiB of what lies there, four bytes each. */
  public String sumsName() {
    return name + SUMS;
  }
}
