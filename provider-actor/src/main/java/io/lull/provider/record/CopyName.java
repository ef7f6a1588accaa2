package io.lull.provider.record;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.id.SnapshotId;
import java.util.List;

/**
 * What a copy is called where names are short: a volume's path may be longer than a name can be.
 */
public final class CopyName {
  private CopyName() {}

  /** A name of letters, digits, dots, dashes and underscores that no other copy has. */
  public static String of(SnapshotId snapshot) {
    return snapshot.set().name() + "." + digest(snapshot);
  }

  /** What tells it from the other copies of its set. */
  public static String digest(SnapshotId snapshot) {
    List<String> volume = List.of(snapshot.volume().host().name(), snapshot.volume().path());
    return Digest.of("copy", volume).hex();
  }
}
