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
    Grade best = Plans.best(session);
    if (best.atLeast(lowest(session))) {
      return Optional.empty();
    }
    Creation set = session.set();
    return Optional.of(
        tooLow(
            lowest(session),
            best,
            set.members().entrySet().stream()
                .filter(member -> set.cut(member.getValue()) != Cut.ATOMIC)
                .map(member -> new Gradual(member.getKey(), set.declined(member.getKey())))
                .toList()));
  }

  /** A volume that is copied file after file, and those who were asked first and cannot copy it. */
  public record Gradual(Volume volume, List<Declined> declined) {
    public Gradual {
      declined = List.copyOf(declined);
    }

    private String reasons() {
      return declined.isEmpty() ? "" : "; " + volume + ": " + Declined.listed(declined);
    }
  }

  /** That a grade is out of reach, and why the volumes are not copied better. */
  public static Fault tooLow(Grade lowest, Grade best, List<Gradual> volumes) {
    String reasons = volumes.stream().map(Gradual::reasons).collect(Collectors.joining());
    return Fault.expected(
        Failure.GRADE_OUT_OF_REACH,
        "writers and providers that can reach " + lowest,
        "these reach " + best + " at best" + reasons);
  }

  /** Who chooses a context without writers has asked for what that gives. */
  static Grade lowest(Session session) {
    return session.withWriters() ? session.policy().lowest() : Grade.CRASH;
  }
}
