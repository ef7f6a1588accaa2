package io.lull.protocol.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.Deletion;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEffect.AskWriter;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.Work;
import io.lull.protocol.story.World.SessionStep;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.writer.WriterInput;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A coordinator may be lost between any two decisions of any story, and between two events. */
class RestartAnywhereTest {
  private static final Instant LATER = Instant.parse("2026-01-02T00:00:00Z");

  /** In these nobody knows what stands still, so the writers are told to run and nothing else. */
  private static final Set<SessionPhase> UNKNOWN =
      EnumSet.of(
          SessionPhase.PREPARING_SNAPSHOT, SessionPhase.ENDING_PREPARE, SessionPhase.WINDOW_OPEN);

  private final SessionMachine machine = new SessionMachine();

  static Stream<Path> scenarios() {
    return Scenarios.files();
  }

  /** How those stories end in which the session is over. */
  static Stream<Session> ends() {
    SessionMachine machine = new SessionMachine();
    return scenarios()
        .map(file -> machine.replay(fresh(), Scenarios.run(file).world().journal()))
        .filter(Session::isOver);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void what_was_journaled_replays_to_the_live_state(Path file) {
    World world = Scenarios.run(file).world();
    List<SessionEvent> journal = new ArrayList<>();
    for (SessionStep step : world.sessionSteps()) {
      journal.addAll(step.decision().events());
      assertThat(machine.replay(fresh(), journal)).isEqualTo(step.after());
    }
  }

  @ParameterizedTest
  @MethodSource("ends")
  void what_is_over_stays_as_it_ended(Session end) {
    assertThat(machine.decide(end, new SessionInput.TakeOver(), LATER).events()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void every_prefix_of_the_journal_can_be_taken_over(Path file) {
    Session session = fresh();
    for (SessionEvent event : Scenarios.run(file).world().journal()) {
      session = machine.apply(session, event);
      machine.outstanding(session, LATER);
      var decision = machine.decide(session, new SessionInput.TakeOver(), LATER);
      Session taken = machine.replay(session, decision.events());
      assertThat(taken.epoch().isBefore(session.epoch())).isFalse();
      assertThat(asks(decision.effects())).noneMatch(ask -> ask.contains("Freeze"));
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whoever_has_not_answered_is_asked_again(Path file) {
    for (SessionStep step : Scenarios.run(file).world().sessionSteps()) {
      Work work = step.after().work();
      Set<String> again = asks(machine.outstanding(step.after(), step.at()));
      if (!UNKNOWN.contains(step.after().phase())) {
        work.round().writers().forEach(w -> assertThat(again).anyMatch(of(w)));
        work.round().providers().forEach(p -> assertThat(again).anyMatch(of(p)));
      }
      work.round().slots().forEach(host -> assertThat(again).contains(host + " TakeSlot"));
      work.admissions().values().forEach(a -> assertThat(again).anyMatch(of(a.host())));
      work.deletion()
          .map(deletion -> step.after().creation().orElseThrow().members().get(next(deletion)))
          .ifPresent(provider -> assertThat(again).contains(provider + " DeleteSnapshots"));
      work.duties().forEach(duty -> assertThat(again).as("for " + duty).anyMatch(pays(duty, work)));
    }
  }

  private static Volume next(Deletion deletion) {
    return deletion.left().getFirst().volume();
  }

  private static Predicate<String> of(Object who) {
    return ask -> ask.startsWith(who.toString());
  }

  /** What is asked for a duty, or for the one that has to come before it. */
  private static Predicate<String> pays(Duty duty, Work work) {
    return ask ->
        switch (duty) {
          case Duty.AbortWriter abort -> ask.equals(abort.writer() + " Abort");
          case Duty.AbortProvider abort -> ask.equals(abort.provider() + " AbortSnapshots");
          case Duty.DeleteCopies delete ->
              ask.equals(delete.provider() + " DeleteSnapshots")
                  || work.duties().contains(new Duty.AbortProvider(delete.provider()));
          case Duty.ShutDownWriter shutdown ->
              ask.equals(shutdown.writer() + " BackupShutdown")
                  || work.duties().contains(new Duty.AbortWriter(shutdown.writer()));
          case Duty.GiveBackSlot slot -> ask.equals(slot.host() + " ReleaseSlot");
        };
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void before_a_window_opens_its_journal_names_everybody_to_thaw(Path file) {
    Session session = fresh();
    for (SessionEvent event : Scenarios.run(file).world().journal()) {
      session = machine.apply(session, event);
      if (event instanceof SessionEvent.WindowOpened opened) {
        assertThat(aborted(machine.outstanding(session, LATER))).containsAll(frozen(opened.plan()));
      }
    }
  }

  private static List<String> frozen(WindowPlan plan) {
    return plan.writers().stream().map(writer -> writer.id().toString()).toList();
  }

  private static List<String> aborted(List<SessionEffect> effects) {
    return effects.stream()
        .filter(AskWriter.class::isInstance)
        .map(AskWriter.class::cast)
        .filter(ask -> ask.request() instanceof WriterInput.Abort)
        .map(ask -> ask.writer().toString())
        .toList();
  }

  /** Who is asked for what, such as {@code a/db Abort}. */
  private static Set<String> asks(List<SessionEffect> effects) {
    Set<String> asks = new HashSet<>();
    for (SessionEffect effect : effects) {
      switch (effect) {
        case AskWriter ask -> asks.add(name(ask.writer(), ask.request()));
        case SessionEffect.AskProvider ask -> asks.add(name(ask.provider(), ask.request()));
        case SessionEffect.AskSlot ask -> asks.add(name(ask.host(), ask.request()));
        case SessionEffect.TellFate _,
            SessionEffect.OpenWindow _,
            SessionEffect.AbortWindow _,
            SessionEffect.Defer _,
            SessionEffect.StartTimer _,
            SessionEffect.CancelTimer _ -> {}
      }
    }
    return asks;
  }

  private static String name(Object who, Object request) {
    return who + " " + request.getClass().getSimpleName();
  }

  private static Session fresh() {
    return Session.fresh(new SessionId("s1"));
  }
}
