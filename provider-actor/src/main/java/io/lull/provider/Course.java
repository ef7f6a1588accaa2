package io.lull.provider;

import io.lull.cluster.config.log.Subject;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.Provider;
import io.lull.protocol.provider.ProviderPhase;
import io.lull.protocol.provider.ProviderSession;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the log how far sets have come, but nothing of the steps for which somebody stands still.
 */
final class Course {
  private static final Set<ProviderPhase> TOLD =
      EnumSet.of(
          ProviderPhase.LEFT_OVER,
          ProviderPhase.PREPARED,
          ProviderPhase.PRE_FINAL_COMMITTED,
          ProviderPhase.CREATED,
          ProviderPhase.ABORTING,
          ProviderPhase.ABORTED,
          ProviderPhase.DELETING,
          ProviderPhase.DELETED);

  private Course() {}

  /** Whose a set is, as far as the provider knows. */
  static Subject subject(Provider provider, SetId set) {
    return new Subject(provider.set(set).map(known -> known.stamp().session()), Optional.of(set));
  }

  static void tell(ProviderId id, Provider before, Provider after, QuietLog log) {
    for (ProviderSession set : after.sets().values()) {
      boolean same =
          before.set(set.set()).filter(known -> known.phase() == set.phase()).isPresent();
      if (!same && TOLD.contains(set.phase())) {
        log.went(subject(after, set.set()), id + " is " + set.phase());
      }
    }
  }
}
