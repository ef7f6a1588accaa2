package io.lull.protocol.writer;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;
import io.lull.protocol.time.Uptime;
import java.time.Duration;
import java.util.Optional;

/**
 * A hold that exists or may exist: from before the freeze call until its owner says it is over.
 *
 * @param number what it is called: the number of its freeze call
 * @param owner the session it belongs to; absent when nobody in this life asked for it
 * @param lease how long it may last, and until when
 * @param handling whether the freeze handler runs, so that a freeze may still come of it
 * @param token absent until the freeze handler has succeeded
 * @param receipts what the Thaw that ends it carried
 * @param release how far its end is; a hold that was asked to end never stands again
 */
public record WriterHold(
    long number,
    SetId set,
    Optional<SessionKey> owner,
    Lease lease,
    boolean handling,
    Optional<HoldToken> token,
    Optional<Digest> receipts,
    Optional<Release> release) {

  /** How long a hold was granted, and the moment that this makes. */
  public record Lease(Duration granted, Uptime ends) {
    /** The clock alone says so; that a timer has not come yet means nothing. */
    public boolean isOver(Uptime now) {
      return !now.isBefore(ends);
    }
  }

  /** The newest request to end a hold, and whether its owner has answered it. */
  public record Release(long call, boolean answered) {}

  static WriterHold granted(long number, SessionKey owner, Lease lease) {
    return new WriterHold(
        number,
        owner.set(),
        Optional.of(owner),
        lease,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A hold that nobody in this life asked for; it is only there to be ended. */
  static WriterHold found(long number, SetId set, HoldToken token, Uptime now) {
    return new WriterHold(
        number,
        set,
        Optional.empty(),
        new Lease(Duration.ZERO, now),
        false,
        Optional.of(token),
        Optional.empty(),
        Optional.empty());
  }

  boolean isOwnedBy(SessionKey key) {
    return owner.isPresent() && owner.get().equals(key);
  }

  /** Whether it stands or comes to stand, and nobody has asked it to end. */
  boolean isLive() {
    return release.isEmpty();
  }

  /** Whether its owner still owes an answer to this release. */
  boolean awaits(long call) {
    return release.isPresent() && !release.get().answered() && release.get().call() == call;
  }

  /** Whether its owner still owes an answer to the newest release. */
  boolean awaitsRelease() {
    return release.isPresent() && !release.get().answered();
  }

  WriterHold standing(HoldToken token) {
    return new WriterHold(number, set, owner, lease, false, Optional.of(token), receipts, release);
  }

  WriterHold handled() {
    return new WriterHold(number, set, owner, lease, false, token, receipts, release);
  }

  WriterHold thawing(Digest receipts) {
    return new WriterHold(
        number, set, owner, lease, handling, token, Optional.of(receipts), release);
  }

  WriterHold with(Release release) {
    return new WriterHold(
        number, set, owner, lease, handling, token, receipts, Optional.of(release));
  }
}
