package io.lull.provider.test;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.id.SnapshotId;
import java.util.List;
import java.util.Optional;

/**
 * One line of the test provider's diary: how a call has ended.
 *
 * @param about the copies that it was called for
 * @param worked for how many of them it did its work
 * @param holds the digest of the holds that the call carried, from the commit on
 * @param trick what it was told to do wrong
 */
public record Happening(
    ProviderCall call,
    List<SnapshotId> about,
    int worked,
    Optional<Digest> holds,
    Optional<Trick.Kind> trick) {
  public Happening {
    about = List.copyOf(about);
  }
}
