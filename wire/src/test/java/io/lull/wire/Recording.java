package io.lull.wire;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.Window;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowMachine;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One session among participants that answer at once and, unless told otherwise, with success; it
 * keeps every event.
 */
public final class Recording {
  private static final Instant BEGIN = Instant.parse("2026-11-21T05:00:00Z");

  public final Map<WriterId, WriterMetadata> writers = new HashMap<>();
  public final Map<WriterStep, Answer> writersAnswer = new HashMap<>();
  public final Map<ProviderStep, StepResult> providersAnswer = new HashMap<>();
  public SessionContext context = SessionContext.BACKUP;
  public boolean slotsAreBusy;
  public boolean holdsLapse;
  public boolean coordinatorDiesInWindow;

  /** How one of the writers answers a step, while all others do what they are asked. */
  public record Answer(WriterId writer, HandlerResult result) {}

  private final SessionMachine machine = new SessionMachine();
  private final List<EventLog.Entry<SessionEvent>> entries = new ArrayList<>();
  private final Deque<SessionInput> inbox = new ArrayDeque<>();
  private Session session;

  public Recording(SessionId id) {
    this.session = Session.fresh(id);
  }

  public Session session() {
    return session;
  }

  /** Asks what changes nothing. */
  public SessionReply ask(SessionInput question) {
    return machine.decide(session, question, BEGIN).replies().getFirst();
  }

  /** Gives an input, and whatever it leads to. */
  public void give(SessionInput first) {
    inbox.add(first);
    while (!inbox.isEmpty()) {
      SessionInput input = inbox.remove();
      Instant now = BEGIN.plusMillis(250L * entries.size());
      Decision<SessionEvent, SessionEffect, ?> decision = machine.decide(session, input, now);
      for (SessionEvent event : decision.events()) {
        entries.add(new EventLog.Entry<>(entries.size() + 1L, now, event));
        session = machine.apply(session, event);
      }
      decision.effects().forEach(this::perform);
    }
  }

  /** Another coordinator finds nothing but the events. */
  private void recover() {
    inbox.clear();
    session =
        machine.replay(
            Session.fresh(session.id()), entries.stream().map(EventLog.Entry::event).toList());
    machine.outstanding(session, BEGIN).forEach(this::perform);
    inbox.add(new SessionInput.TakeOver());
  }

  public byte[] log() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (EventLogWriter<SessionEvent> log =
        new EventLogWriter<>(bytes, EventLogKind.SESSION, session.id(), "0.1.0")) {
      for (EventLog.Entry<SessionEvent> entry : entries) {
        log.append(entry.at(), entry.event());
      }
      log.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void perform(SessionEffect effect) {
    switch (effect) {
      case SessionEffect.AskWriter(WriterId writer, WriterInput request) ->
          inbox.add(new SessionInput.WriterSaid(answer(writer, request)));
      case SessionEffect.AskProvider(ProviderId provider, ProviderRequest request) ->
          inbox.add(new SessionInput.ProviderSaid(answer(provider, request)));
      case SessionEffect.AskSlot(HostId host, SlotInput request) ->
          inbox.add(new SessionInput.SlotSaid(answer(host, request)));
      case SessionEffect.OpenWindow(WindowPlan plan) -> {
        if (coordinatorDiesInWindow) {
          recover();
        } else {
          inbox.add(new SessionInput.WindowReported(window(plan)));
        }
      }
      case SessionEffect.Defer(SessionInput input) -> inbox.add(input);
      case SessionEffect.TellFate _,
          SessionEffect.AbortWindow _,
          SessionEffect.StartTimer _,
          SessionEffect.CancelTimer _ -> {}
    }
  }

  private WindowReport window(WindowPlan plan) {
    WindowMachine keeper = new WindowMachine();
    Window window = Window.planned(plan);
    Deque<WindowInput> given = new ArrayDeque<>(List.of(new WindowInput.OpenWindow()));
    Uptime now = Uptime.ZERO;
    while (!given.isEmpty()) {
      now = now.plus(Duration.ofMillis(10));
      var decision = keeper.decide(window, given.remove(), now);
      window = keeper.replay(window, decision.events());
      for (WindowEffect effect : decision.effects()) {
        switch (effect) {
          case WindowEffect.AskWriter(WriterId writer, WriterInput.WriterRequest request) ->
              given.add(heard(answer(writer, request)));
          case WindowEffect.AskProvider(ProviderId provider, ProviderRequest request) ->
              given.add(heard(answer(provider, request)));
          case WindowEffect.Report(WindowReport report) -> {
            return report;
          }
          case WindowEffect.StartTimer _, WindowEffect.CancelTimer _ -> {}
        }
      }
    }
    throw new AssertionError("expected a report, but the window stays in " + window.phase());
  }

  private static WindowInput heard(WriterReply reply) {
    return switch (reply) {
      case WriterReply.Frozen frozen -> new WindowInput.WriterFroze(frozen);
      case WriterReply.Thawed thawed -> new WindowInput.WriterLetGo(thawed);
      case WriterReply.Handled handled -> new WindowInput.WriterHandled(handled);
      default -> throw new AssertionError("expected no " + reply + " in a window");
    };
  }

  private static WindowInput heard(ProviderReply reply) {
    return switch (reply) {
      case ProviderReply.Committed committed -> new WindowInput.ProviderCommitted(committed);
      case ProviderReply.Stepped stepped -> new WindowInput.ProviderStepped(stepped);
      default -> throw new AssertionError("expected no " + reply + " in a window");
    };
  }

  private WriterReply answer(WriterId writer, WriterInput request) {
    return switch (request) {
      case WriterInput.Identify identify -> identified(writer, identify);
      case WriterInput.PrepareForBackup ask -> handled(writer, ask, WriterStep.PREPARE_FOR_BACKUP);
      case WriterInput.PrepareForSnapshot ask ->
          handled(writer, ask, WriterStep.PREPARE_FOR_SNAPSHOT);
      case WriterInput.Freeze ask when answers(writer, WriterStep.FREEZE) ->
          handled(writer, ask, WriterStep.FREEZE);
      case WriterInput.Freeze ask ->
          new WriterReply.Frozen(writer, ask.stamp(), token(writer), ask.lease());
      case WriterInput.Thaw ask -> thawed(writer, ask);
      case WriterInput.PostSnapshot ask -> handled(writer, ask, WriterStep.POST_SNAPSHOT);
      case WriterInput.BackupComplete ask -> handled(writer, ask, WriterStep.BACKUP_COMPLETE);
      case WriterInput.BackupShutdown ask -> handled(writer, ask, WriterStep.BACKUP_SHUTDOWN);
      case WriterInput.Abort ask -> handled(writer, ask, WriterStep.ABORT);
      default -> throw new AssertionError("expected no " + request + " in a backup");
    };
  }

  private WriterReply identified(WriterId writer, WriterInput.Identify ask) {
    return new WriterReply.Identified(
        writer, ask.session(), ask.incarnation(), writers.get(writer));
  }

  private boolean answers(WriterId writer, WriterStep step) {
    return writersAnswer.containsKey(step) && writersAnswer.get(step).writer().equals(writer);
  }

  private WriterReply handled(WriterId writer, WriterInput.WriterRequest ask, WriterStep step) {
    HandlerResult result =
        answers(writer, step) ? writersAnswer.get(step).result() : new HandlerResult.Done();
    return new WriterReply.Handled(writer, ask.stamp(), step, result);
  }

  private WriterReply thawed(WriterId writer, WriterInput.Thaw ask) {
    Epoch epoch = ask.stamp().epoch();
    Incarnation incarnation = ask.stamp().incarnation();
    HoldEnd end = holdsLapse ? HoldEnd.LAPSED : HoldEnd.HELD;
    return new WriterReply.Thawed(
        writer,
        ask.stamp(),
        new Attestation(
            writer, ask.stamp().set(), epoch, incarnation, ask.token(), end, ask.receipts()));
  }

  private static HoldToken token(WriterId writer) {
    return new HoldToken("%032x".formatted(Math.abs((long) writer.toString().hashCode())));
  }

  private ProviderReply answer(ProviderId provider, ProviderRequest request) {
    return switch (request) {
      case ProviderInput.BeginPrepare ask ->
          new ProviderReply.Begun(
              provider, ask.stamp(), ask.volume(), result(ProviderStep.BEGIN_PREPARE));
      case ProviderInput.Commit ask -> committed(provider, ask);
      case ProviderInput.EndPrepare _ -> stepped(provider, request, ProviderStep.END_PREPARE);
      case ProviderInput.PreCommit _ -> stepped(provider, request, ProviderStep.PRE_COMMIT);
      case ProviderInput.PostCommit _ -> stepped(provider, request, ProviderStep.POST_COMMIT);
      case ProviderInput.PreFinalCommit _ ->
          stepped(provider, request, ProviderStep.PRE_FINAL_COMMIT);
      case ProviderInput.PostFinalCommit _ ->
          stepped(provider, request, ProviderStep.POST_FINAL_COMMIT);
      case ProviderInput.AbortSnapshots _ ->
          stepped(provider, request, ProviderStep.ABORT_SNAPSHOTS);
      case ProviderInput.DeleteSnapshots ask ->
          new ProviderReply.Deleted(
              provider, ask.stamp(), ask.snapshots(), result(ProviderStep.DELETE_SNAPSHOTS));
    };
  }

  private StepResult result(ProviderStep step) {
    return providersAnswer.getOrDefault(step, new StepResult.Done());
  }

  private ProviderReply stepped(ProviderId provider, ProviderRequest ask, ProviderStep step) {
    return new ProviderReply.Stepped(provider, ask.stamp(), step, result(step));
  }

  private ProviderReply committed(ProviderId provider, ProviderInput.Commit ask) {
    var volumes =
        session.creation().flatMap(set -> set.plan()).orElseThrow().providers().stream()
            .filter(part -> part.id().equals(provider))
            .findFirst()
            .orElseThrow()
            .volumes();
    return new ProviderReply.Committed(
        provider,
        ask.stamp(),
        new Receipt(
            provider,
            ask.stamp().set(),
            ask.stamp().epoch(),
            ask.stamp().incarnation(),
            ask.holds(),
            new java.util.TreeSet<>(volumes)));
  }

  private SlotReply answer(HostId host, SlotInput request) {
    return switch (request) {
      case SlotInput.TakeSlot(var asker, var set) when slotsAreBusy ->
          new SlotReply.SlotBusy(host, asker, set, new SessionId("another"), BEGIN);
      case SlotInput.TakeSlot(var asker, var set) ->
          new SlotReply.SlotGranted(host, asker, set, new SlotEpoch(1));
      case SlotInput.ReleaseSlot(var asker, var set) ->
          new SlotReply.SlotReleased(host, asker, set);
      case SlotInput.StillNeeded _, SlotInput.SlotDue _ ->
          throw new AssertionError("expected a question of a session, but got " + request);
    };
  }
}
