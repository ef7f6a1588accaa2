package io.lull.writer.postgres;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one file of the write-ahead log.
 *
 * @param segment its number in its timeline
 */
public record WalFile(long timeline, long segment, long segmentBytes) {
  private static final Pattern NAME = Pattern.compile("([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})");
  private static final long LOG_BYTES = 1L << 32;

  /** No segment of any length that a server can have has a higher number. */
  private static final int SEGMENT_BITS = 44;

  public static WalFile named(String name, long segmentBytes) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException("expected the name of a WAL file, but got " + name);
    }
    long log = Long.parseLong(parts.group(2), 16);
    long inLog = Long.parseLong(parts.group(3), 16);
    return new WalFile(
        Long.parseLong(parts.group(1), 16), log * (LOG_BYTES / segmentBytes) + inLog, segmentBytes);
  }

  /** Whether this is the name of such a file, and not of one beside it. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public static WalFile ofGeneration(long generation, long segmentBytes) {
    return new WalFile(
        (generation >> SEGMENT_BITS) + 1, generation & (1L << SEGMENT_BITS) - 1, segmentBytes);
  }

  /**
   * One number that follows the one before it only within a timeline: what comes first after a
   * switch does not follow what came last before it.
   */
  public long generation() {
    return Math.addExact(Math.multiplyExact(timeline - 1, 1L << SEGMENT_BITS), segment);
  }

  /** The file of the same timeline in which a position such as {@code 1/6B374D8} lies. */
  public WalFile at(String position) {
    int slash = position.indexOf('/');
    long bytes =
        Long.parseLong(position.substring(0, slash), 16) * LOG_BYTES
            + Long.parseLong(position.substring(slash + 1), 16);
    return new WalFile(timeline, bytes / segmentBytes, segmentBytes);
  }

  public WalFile next() {
    return new WalFile(timeline, segment + 1, segmentBytes);
  }

  public String name() {
    long inLog = LOG_BYTES / segmentBytes;
    return String.format(Locale.ROOT, "%08X%08X%08X", timeline, segment / inLog, segment % inLog);
  }
}
