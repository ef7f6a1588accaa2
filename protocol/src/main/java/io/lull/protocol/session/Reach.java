package io.lull.protocol.session;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How good a set can become, as it is known before anybody stands still. */
public final class Reach {
  private Reach() {}

  /** Why no set that is good enough can come of this session, if that is so. */
  public static Optional<Fault> shortfall(Session session) {
    if (session.set().members().isEmpty() && session.participants().isEmpty()) {
      // Whatever a certificate said of it would be true, and worth nothing.
      return Optional.of(
          Fault.expected(
              Failure.GRADE_OUT_OF_REACH,
              "a writer or a volume that the set is of",
              "it has neither"));
    }
    Creation set = session.set();
    return shortfall(
        lowest(session),
        Plans.best(session),
        set.members().entrySet().stream()
            .map(
                member ->
                    new Copied(
                        member.getKey(), set.cut(member.getValue()), set.declined(member.getKey())))
            .toList());
  }

  /** A volume, how it is copied, and those who were asked first and cannot copy it. */
  public record Copied(Volume volume, Cut cut, List<Declined> declined) {
    public Copied {
      declined = List.copyOf(declined);
    }

    /** Why it is not copied better, as the end of a sentence. */
    private String reasons() {
      boolean good = cut == Cut.ATOMIC || declined.isEmpty();
      return good ? "" : "; " + volume + ": " + Declined.listed(declined);
    }
  }

  /** That a grade is out of reach if it is, and why the volumes are not copied better. */
  public static Optional<Fault> shortfall(Grade lowest, Grade best, List<Copied> volumes) {
    if (best.atLeast(lowest)) {
      return Optional.empty();
    }
    String reasons = volumes.stream().map(Copied::reasons).collect(Collectors.joining());
    return Optional.of(
        Fault.expected(
            Failure.GRADE_OUT_OF_REACH,
            "writers and providers that can reach " + lowest,
            atBest(best) + reasons));
  }

  /** Whether it is this grade that can be reached; others may be named by strangers. */
  public static boolean isAtBest(Fault shortfall, Grade grade) {
    return shortfall.detail().contains(", but " + atBest(grade));
  }

  private static String atBest(Grade best) {
    return "these reach " + best + " at best";
  }

  /** Who chooses a context without writers has asked for what that gives. */
  static Grade lowest(Session session) {
    return session.withWriters() ? session.policy().lowest() : Grade.CRASH;
  }
}
