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
    Duration limit = settings.health().journalAge();
    if (settings.roles().contains(Role.COORDINATOR)
        && journalAge.filter(age -> age.compareTo(limit) <= 0).isEmpty()) {
      reasons.add(
          "expected an answer of the journal within the last "
              + limit.toSeconds()
              + " s, but "
              + journalAge
                  .map(age -> "the last one was " + age.toSeconds() + " s ago")
                  .orElse("there was none yet"));
    }
    return new Readiness(reasons);
  }
}
