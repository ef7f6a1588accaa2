package io.lull.protocol.simulation;

import static io.lull.protocol.simulation.Twists.asIfNewest;
import static io.lull.protocol.simulation.Twists.effects;
import static io.lull.protocol.simulation.Twists.events;
import static io.lull.protocol.simulation.Twists.forgetting;
import static io.lull.protocol.simulation.Twists.given;
import static io.lull.protocol.simulation.Twists.held;
import static io.lull.protocol.simulation.Twists.isAbortOf;
import static io.lull.protocol.simulation.Twists.isLeaving;
import static io.lull.protocol.simulation.Twists.isOlder;
import static io.lull.protocol.simulation.Twists.naming;
import static io.lull.protocol.simulation.Twists.owing;
import static io.lull.protocol.simulation.Twists.pinned;
import static io.lull.protocol.simulation.Twists.provider;
import static io.lull.protocol.simulation.Twists.reopened;
import static io.lull.protocol.simulation.Twists.session;
import static io.lull.protocol.simulation.Twists.tellingProviders;
import static io.lull.protocol.simulation.Twists.twisted;
import static io.lull.protocol.simulation.Twists.unaborted;
import static io.lull.protocol.simulation.Twists.withoutEpoch;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderPhase;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.writer.SessionKey;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterPhase;
import io.lull.protocol.writer.WriterReply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Mistakes that somebody could make in a machine; the simulator has to notice every one of them.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions that keep what they know of one run
enum Mutants {
  THAWS_ONLY_WHO_ACKNOWLEDGED(
      real -> {
        Set<String> acknowledged = new TreeSet<>();
        return real.with(
            twisted(
                real.window(),
                (window, input, _, decision) -> {
                  SetId set = window.plan().set();
                  if (input instanceof WindowInput.WriterFroze froze) {
                    acknowledged.add(set + " " + froze.reply().writer());
                  }
                  Predicate<WriterId> heard = writer -> acknowledged.contains(set + " " + writer);
                  return new Decision<>(
                      decision.events(),
                      decision.effects().stream()
                          .filter(effect -> !isAbortOf(effect, heard.negate()))
                          .map(effect -> forgetting(effect, heard.negate()))
                          .toList(),
                      decision.replies());
                }),
            real.session());
      }),
  WINDOW_BELIEVES_A_LAPSED_HOLD(
      real ->
          real.with(
              given(
                  real.window(),
                  input ->
                      input instanceof WindowInput.WriterLetGo let
                          ? new WindowInput.WriterLetGo(held(let.reply()))
                          : input),
              real.session())),
  HOST_SAYS_HELD_WHATEVER_WAS(
      real ->
          real.with(
              twisted(
                  real.writer(),
                  (_, _, _, decision) ->
                      new Decision<>(
                          decision.events(),
                          decision.effects(),
                          decision.replies().stream()
                              .map(r -> r instanceof WriterReply.Thawed thawed ? held(thawed) : r)
                              .toList())))),
  LEASE_IS_ARMED_AFTER_THE_ACKNOWLEDGEMENT(
      real ->
          real.with(
              twisted(
                  real.writer(),
                  (_, input, _, decision) ->
                      input instanceof WriterInput.Freeze
                          ? effects(decision, effect -> !(effect instanceof WriterEffect.ArmLease))
                          : decision))),
  HUNG_FREEZE_OUTLIVES_ITS_RELEASE(
      real ->
          real.with(
              twisted(
                  real.writer(),
                  (_, input, _, decision) ->
                      input instanceof WriterInput.LeaseDue
                              && decision.events().stream()
                                  .noneMatch(WriterEvent.AbortBegun.class::isInstance)
                          ? Decision.nothing()
                          : decision))),
  WHAT_A_RESTARTED_HOST_FINDS_HAS_NO_LEASE(
      real ->
          provider(
              real,
              (_, input, _, decision) ->
                  input instanceof ProviderInput.CopiesFound
                      ? effects(decision, e -> !(e instanceof ProviderEffect.ArmPrepared))
                      : decision)),
  ONLY_KNOWN_COPIES_ARE_DELETED(
      real ->
          session(
              real,
              (session, _, _, decision) ->
                  new Decision<>(
                      decision.events(),
                      decision.effects().stream().map(e -> naming(session, e)).toList(),
                      decision.replies()))),
  LATE_FREEZE_IS_NOT_THAWED(
      real ->
          real.with(
              twisted(
                  real.writer(),
                  (_, input, _, decision) ->
                      input instanceof WriterInput.FreezeHandled
                              && decision.effects().stream()
                                  .anyMatch(WriterEffect.ReleaseHold.class::isInstance)
                          ? Decision.nothing()
                          : decision))),
  AN_ABORT_LEAVES_NO_TOMBSTONE(
      real -> {
        Map<String, Writer> before = new TreeMap<>();
        return real.with(
            twisted(
                real.writer(),
                (writer, input, now, decision) -> {
                  if (input instanceof WriterInput.Abort abort
                      && writer.phase(SessionKey.of(abort.stamp()))
                          == WriterPhase.SNAPSHOT_PREPARED) {
                    before.put(writer.id() + " " + abort.stamp().set(), writer);
                  }
                  if (!(input instanceof WriterInput.Freeze freeze)
                      || writer.phase(SessionKey.of(freeze.stamp())) != WriterPhase.ABORTED) {
                    return decision;
                  }
                  Writer then = before.get(writer.id() + " " + freeze.stamp().set());
                  return then == null
                      ? decision
                      : real.writer().decide(unaborted(writer, then, freeze.stamp()), input, now);
                }));
      }),
  HOST_LISTENS_TO_OLDER_EPOCHS(
      real ->
          real.with(
              twisted(
                  real.writer(),
                  (writer, input, now, decision) ->
                      input instanceof WriterInput.WriterRequest request && isOlder(writer, request)
                          ? asIfNewest(real.writer(), writer, request, now)
                          : decision))),
  HOST_LISTENS_TO_OLDER_SLOTS(
      real ->
          new Machines(
              real.session(),
              real.window(),
              real.slot(),
              real.writer(),
              real.provider(),
              (gate, stamp, _) ->
                  new CreationGate.Admission.Admitted(gate.seen(stamp.slot(), stamp.set())))),
  A_FAILED_THAW_IS_NOT_REPEATED(
      real ->
          real.with(
              twisted(
                  real.writer(),
                  (_, _, _, decision) ->
                      effects(
                          decision, effect -> !(effect instanceof WriterEffect.RetryRelease))))),
  ABORT_IS_IGNORED_AFTER_POST_COMMIT(
      real ->
          provider(
              real,
              (state, input, _, decision) ->
                  input instanceof AbortSnapshots abort
                          && state.phase(abort.stamp().set()) == ProviderPhase.POST_COMMITTED
                      ? Decision.reply(
                          new ProviderReply.Stepped(
                              state.id(),
                              abort.stamp(),
                              ProviderStep.ABORT_SNAPSHOTS,
                              new StepResult.Done()))
                      : decision)),
  A_LIE_AT_COMMIT_NEVER_COMES_OUT(
      real ->
          provider(
              real,
              (state, input, now, decision) ->
                  input instanceof ProviderInput.StepEnded ended
                          && state.phase(ended.set()) == ProviderPhase.PRE_FINAL_COMMITTING
                      ? real.provider()
                          .decide(
                              state,
                              new ProviderInput.StepEnded(
                                  ended.set(), ended.call(), new StepResult.Done()),
                              now)
                      : decision)),
  TWO_CREATIONS_SHARE_A_SLOT(
      real ->
          new Machines(
              real.session(),
              real.window(),
              twisted(
                  real.slot(),
                  (state, input, _, decision) ->
                      input instanceof SlotInput.TakeSlot take
                              && decision.replies().stream()
                                  .anyMatch(SlotReply.SlotBusy.class::isInstance)
                          ? Decision.reply(
                              new SlotReply.SlotGranted(
                                  state.host(), take.session(), take.set(), state.newest()))
                          : decision),
              real.writer(),
              real.provider(),
              (gate, _, _) -> new CreationGate.Admission.Admitted(gate))),
  GRADE_FORGETS_WHAT_FAILED_AT_POST_SNAPSHOT(
      real ->
          session(
              real,
              (_, _, _, decision) ->
                  new Decision<>(
                      decision.events().stream().map(Twists::forgetful).toList(),
                      decision.effects(),
                      decision.replies()))),
  EPOCH_IS_USED_AGAIN(real -> session(real, (_, _, _, decision) -> withoutEpoch(decision))),
  A_DELETION_AFTER_RELEASE_TAKES_NO_EPOCH(
      real ->
          session(
              real,
              (_, input, _, decision) ->
                  input instanceof SessionInput.DeleteSnapshots
                      ? withoutEpoch(decision)
                      : decision)),
  A_CALL_THAT_CHANGED_NOTHING_IS_FORGOTTEN(
      real ->
          session(
              real,
              (_, _, _, decision) ->
                  decision.events().stream().allMatch(SessionEvent.Answered.class::isInstance)
                      ? events(decision, _ -> false)
                      : decision)),
  RECOVERY_FREEZES_AGAIN(
      real ->
          session(
              real,
              (session, input, _, decision) ->
                  input instanceof SessionInput.TakeOver
                          && session.phase() == SessionPhase.WINDOW_OPEN
                      ? reopened(session)
                      : decision)),
  SLOT_IS_KEPT_AFTER_A_FAILURE(
      real ->
          session(
              real,
              (_, _, _, decision) ->
                  owing(decision, duty -> !(duty instanceof Duty.GiveBackSlot)))),
  AUTO_RELEASE_COPIES_ARE_KEPT(
      real ->
          session(
              real,
              (_, _, _, decision) ->
                  owing(decision, duty -> !(duty instanceof Duty.DeleteCopies)))),
  WHAT_IS_PINNED_IS_DELETED(
      real ->
          session(
              real,
              (session, input, now, decision) ->
                  input instanceof SessionInput.DeleteSnapshots && session.creation().isPresent()
                      ? real.session()
                          .decide(
                              real.session().apply(session, new SessionEvent.SetUnpinned()),
                              input,
                              now)
                      : decision)),
  WHAT_MAY_STILL_GO_IS_PINNED(
      real ->
          session(
              real,
              (session, input, _, decision) ->
                  input instanceof SessionInput.PinSet pin
                          && isLeaving(session)
                          && !decision.events().isEmpty()
                      ? pinned(pin)
                      : decision)),
  WHOEVER_TAKES_OVER_FORGETS_THE_PIN(
      real ->
          session(
              real,
              (session, input, _, decision) ->
                  input instanceof SessionInput.TakeOver && session.creation().isPresent()
                      ? Twists.unpinning(decision)
                      : decision)),
  THE_FIRST_VERIFICATION_COUNTS(
      real ->
          session(
              real,
              (session, _, _, decision) ->
                  session.creation().flatMap(set -> set.standing().verification()).isPresent()
                      ? events(decision, event -> !(event instanceof SessionEvent.SetVerified))
                      : decision)),
  PROVIDERS_HEAR_OF_AN_EARLY_FAILURE(
      real ->
          session(
              real,
              (session, _, _, decision) ->
                  session.phase() == SessionPhase.PREPARING_SNAPSHOT
                          && decision.events().stream()
                              .anyMatch(SessionEvent.CreationFailed.class::isInstance)
                      ? tellingProviders(session, decision)
                      : decision)),
  WRITES_TO_ITS_JOURNAL_IN_THE_WINDOW(
      real ->
          session(
              real,
              (session, input, _, decision) ->
                  session.phase() == SessionPhase.WINDOW_OPEN
                          && input instanceof SessionInput.KeepAlive
                      ? new Decision<>(
                          List.of(new SessionEvent.AbortRedirected(session.next())),
                          decision.effects(),
                          decision.replies())
                      : decision));

  private final UnaryOperator<Machines> twist;

  Mutants(UnaryOperator<Machines> twist) {
    this.twist = twist;
  }

  Machines machines(Machines real) {
    return twist.apply(real);
  }
}
