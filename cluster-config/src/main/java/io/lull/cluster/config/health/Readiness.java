package io.lull.cluster.config.health;

import io.lull.cluster.config.settings.NodeSettings;
import io.lull.cluster.config.settings.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.cluster.MemberStatus;

/**
 * Whether a node can be given work, and if not, why.
 *
 * @param reasons in sentences; empty if it is ready
 */
public record Readiness(List<String> reasons) {
  public Readiness {
    reasons = List.copyOf(reasons);
  }

  public boolean ready() {
    return reasons.isEmpty();
  }

  /**
   * Judges what is known.
   *
   * @param member how the node stands in the cluster
   * @param journalAge how long ago the journal has answered; empty if it never did
   */
  static Readiness of(NodeSettings settings, MemberStatus member, Optional<Duration> journalAge) {
    List<String> reasons = new ArrayList<>();
    if (!member.equals(MemberStatus.up())) {
      reasons.add("expected the node to be Up in the cluster, but it is " + member);
    }
    if (settings.roles().contains(Role.COORDINATOR)) {
      journalTrouble(settings, journalAge).ifPresent(reasons::add);
    }
    return new Readiness(reasons);
  }

  /** Why a journal that has last answered so long ago cannot be relied upon. */
  static Optional<String> journalTrouble(NodeSettings settings, Optional<Duration> age) {
    Duration limit = settings.health().journalAge();
    return age.filter(known -> known.compareTo(limit) <= 0).isPresent()
        ? Optional.empty()
        : Optional.of(
            "expected an answer of the journal within the last "
                + limit.toSeconds()
                + " s, but "
                + age.map(known -> "the last one was " + known.toSeconds() + " s ago")
                    .orElse("there was none yet"));
  }
}
