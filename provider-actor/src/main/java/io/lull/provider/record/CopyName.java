package io.lull.provider.record;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.id.SnapshotId;
import java.util.List;

/**
 * What a copy is called where names are short: a volume's path may be longer than a name can be.
 */
public final class CopyName {
  private static final String BRIEF = "lull-";
  private static final int BRIEF_DIGITS = 32;

  private CopyName() {}

  /** A name of letters, digits, dots, dashes and underscores that no other copy has. */
  public static String of(SnapshotId snapshot) {
    return snapshot.set().name() + "." + digest(snapshot);
  }

  /** A shorter one of 37 characters, for tools that keep some words and lengths for themselves. */
  public static String brief(SnapshotId snapshot) {
    List<String> parts =
        List.of(snapshot.set().name(), snapshot.volume().host().name(), snapshot.volume().path());
    return BRIEF + Digest.of("copy of a set", parts).hex().substring(0, BRIEF_DIGITS);
  }

  /** What tells it from the other copies of its set. */
  private static String digest(SnapshotId snapshot) {
    List<String> volume = List.of(snapshot.volume().host().name(), snapshot.volume().path());
    return Digest.of("copy", volume).hex();
  }
}
