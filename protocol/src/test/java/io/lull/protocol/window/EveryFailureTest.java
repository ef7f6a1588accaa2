package io.lull.protocol.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The failure path is the product, so no case of it is picked by hand: every participant fails at
 * every step in every way, in windows of up to four writers on up to three levels.
 */
class EveryFailureTest {
  /** How a participant can disappoint. */
  enum Way {
    FAILS,
    REFUSES,
    STAYS_SILENT,
    ITS_HOST_IS_LOST
  }

  /** One bad participant: its place, the phase in which it disappoints, and how. */
  record Case(List<WriterLevel> levels, WindowPhase phase, int culprit, Way way) {}

  static Stream<Case> everyCase() {
    List<Case> cases = new ArrayList<>();
    for (List<WriterLevel> levels : levels()) {
      for (Way way : Way.values()) {
        for (int writer = 0; writer < levels.size(); writer++) {
          cases.add(new Case(levels, WindowPhase.FREEZING, writer, way));
          cases.add(new Case(levels, WindowPhase.THAWING, writer, way));
        }
        for (int provider = 0; provider < 2; provider++) {
          cases.add(new Case(levels, WindowPhase.PRE_COMMITTING, provider, way));
          cases.add(new Case(levels, WindowPhase.COMMITTING, provider, way));
          cases.add(new Case(levels, WindowPhase.POST_COMMITTING, provider, way));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void every_writer_is_told_to_abort_and_the_set_is_not_good(Case bad) {
    WindowFixture f = WindowFixture.of(2, bad.levels().toArray(WriterLevel[]::new));

    run(f, bad);

    WindowReport report = f.report().orElseThrow();
    List<WriterId> everybody = f.plan.writers().stream().map(WindowWriter::id).toList();
    assertThat(f.window.phase()).isEqualTo(WindowPhase.CLOSED);
    assertThat(report.failure()).isPresent();
    assertThat(f.sent(WriterInput.Abort.class)).containsAll(everybody);
    assertThat(report.unconfirmed()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void nothing_goes_on_towards_a_commit_after_the_failure(Case bad) {
    WindowFixture f = WindowFixture.of(2, bad.levels().toArray(WriterLevel[]::new));

    run(f, bad);

    int aborted = firstAbort(f);
    assertThat(f.asked.subList(aborted, f.asked.size()))
        .noneMatch(effect -> effect instanceof WindowEffect.AskProvider)
        .noneMatch(
            effect ->
                effect instanceof WindowEffect.AskWriter ask
                    && !(ask.request() instanceof WriterInput.Abort));
    if (bad.phase() == WindowPhase.FREEZING) {
      assertThat(f.providersSent(ProviderInput.PreCommit.class)).isZero();
    }
  }

  private static int firstAbort(WindowFixture f) {
    for (int i = 0; i < f.asked.size(); i++) {
      if (f.asked.get(i) instanceof WindowEffect.AskWriter ask
          && ask.request() instanceof WriterInput.Abort) {
        return i;
      }
    }
    throw new AssertionError("expected an Abort, but none was sent");
  }

  /** Everybody answers well but the one, until the window aborts; then all confirm. */
  private static void run(WindowFixture f, Case bad) {
    f.open();
    while (f.window.phase() != WindowPhase.ABORTING) {
      WindowPhase phase = f.window.phase();
      switch (phase) {
        case FREEZING -> {
          for (int i = 0; i < f.plan.writers().size() && f.window.phase() == phase; i++) {
            writer(f, bad, i);
          }
        }
        case THAWING -> {
          for (int i = f.plan.writers().size() - 1; i >= 0 && f.window.phase() == phase; i--) {
            writer(f, bad, i);
          }
        }
        default -> {
          for (int i = 0; i < f.plan.providers().size() && f.window.phase() == phase; i++) {
            provider(f, bad, i);
          }
        }
      }
      if (f.window.phase() == phase && phase == bad.phase()) {
        // Whoever stays silent is found out by the clock.
        f.now = f.window.barrier().deadline();
        f.give(new WindowInput.TimerDue(WindowTimer.FREEZE));
      }
    }
    f.finishWell();
  }

  private static void writer(WindowFixture f, Case bad, int place) {
    WindowWriter writer = f.plan.writers().get(place);
    boolean freezing = f.window.phase() == WindowPhase.FREEZING;
    if (f.window.barrier().level().filter(level -> level == writer.level()).isEmpty()) {
      return;
    }
    if (bad.phase() != f.window.phase() || place != bad.culprit()) {
      if (freezing) {
        f.froze(writer);
      } else {
        f.letGo(writer, HoldEnd.HELD);
      }
      return;
    }
    WriterStep step = freezing ? WriterStep.FREEZE : WriterStep.THAW;
    switch (bad.way()) {
      case FAILS -> f.handled(writer, step, new HandlerResult.Failed(fault()));
      case REFUSES -> f.refused(writer, step, Failure.STALE_INCARNATION);
      case ITS_HOST_IS_LOST -> f.give(new WindowInput.HostLost(writer.id().host(), fault()));
      case STAYS_SILENT -> {}
    }
  }

  private static void provider(WindowFixture f, Case bad, int place) {
    WindowProvider provider = f.plan.providers().get(place);
    ProviderStep step =
        switch (f.window.phase()) {
          case PRE_COMMITTING -> ProviderStep.PRE_COMMIT;
          case COMMITTING -> ProviderStep.COMMIT;
          default -> ProviderStep.POST_COMMIT;
        };
    if (bad.phase() != f.window.phase() || place != bad.culprit()) {
      if (step == ProviderStep.COMMIT) {
        f.committed(provider);
      } else {
        f.stepped(provider, step, WindowFixture.done());
      }
      return;
    }
    switch (bad.way()) {
      case FAILS -> f.stepped(provider, step, new StepResult.Failed(fault()));
      case REFUSES ->
          f.give(
              new WindowInput.ProviderRefused(
                  new ProviderReply.Refused(
                      provider.id(), f.plan.stamp(provider), step, Incarnation.FIRST, fault())));
      case ITS_HOST_IS_LOST -> f.give(new WindowInput.HostLost(provider.id().host(), fault()));
      case STAYS_SILENT -> {}
    }
  }

  private static Fault fault() {
    return Fault.of(Failure.HOST_UNREACHABLE, "a test");
  }

  private static List<List<WriterLevel>> levels() {
    List<List<WriterLevel>> levels = new ArrayList<>();
    List<List<WriterLevel>> longest = List.of(List.of());
    for (int writers = 1; writers <= 4; writers++) {
      List<List<WriterLevel>> next = new ArrayList<>();
      for (List<WriterLevel> shorter : longest) {
        for (WriterLevel level : WriterLevel.values()) {
          if (shorter.isEmpty() || shorter.getLast().compareTo(level) <= 0) {
            List<WriterLevel> longer = new ArrayList<>(shorter);
            longer.add(level);
            next.add(longer);
          }
        }
      }
      levels.addAll(next);
      longest = next;
    }
    return levels;
  }
}
