package io.lull.protocol.window;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.window.WindowEffect.AskProvider;
import io.lull.protocol.window.WindowEffect.AskWriter;
import io.lull.protocol.window.WindowEffect.Report;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drives one window by hand: what it asks is kept, what participants answer is up to the test. */
final class WindowFixture {
  static final SessionId SESSION = new SessionId("s1");
  static final SetId SET = new SetId("set1");

  final WindowMachine machine = new WindowMachine();
  final List<WindowEffect> asked = new ArrayList<>();
  final List<WindowEvent> events = new ArrayList<>();
  final WindowPlan plan;
  Window window;
  Uptime now = new Uptime(Duration.ofHours(1).toNanos());

  WindowFixture(WindowPlan plan) {
    this.plan = plan;
    this.window = Window.planned(plan);
  }

  /** One writer per level given, one provider per count, each on a host of its own. */
  static WindowFixture of(int providers, WriterLevel... levels) {
    List<WindowWriter> writers = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      writers.add(writer(i, levels[i], Duration.ofSeconds(60)));
    }
    return new WindowFixture(plan(writers, providers));
  }

  static WindowPlan plan(List<WindowWriter> writers, int providers) {
    List<WindowProvider> copying = new ArrayList<>();
    for (int i = 0; i < providers; i++) {
      HostId host = new HostId("p" + i);
      copying.add(
          new WindowProvider(
              new ProviderId(host, "disk"),
              Incarnation.FIRST,
              new SlotEpoch(7),
              Sorted.set(List.of(new Volume(host, "/data")))));
    }
    return new WindowPlan(SESSION, SET, new Epoch(3), Limits.defaults(), writers, copying);
  }

  static WindowWriter writer(int number, WriterLevel level, Duration lease) {
    WriterId id = new WriterId(new HostId("h" + number), "db");
    return new WindowWriter(id, Incarnation.FIRST, new SlotEpoch(7), level, lease);
  }

  static HoldToken token(WindowWriter writer) {
    String hex = Digest.of("token", List.of(writer.id().toString())).hex();
    return new HoldToken(hex.substring(0, 32));
  }

  WindowFixture open() {
    give(new WindowInput.OpenWindow());
    return this;
  }

  Decision<WindowEvent, WindowEffect, Void> give(WindowInput input) {
    Decision<WindowEvent, WindowEffect, Void> decision = machine.decide(window, input, now);
    window = machine.replay(window, decision.events());
    events.addAll(decision.events());
    asked.addAll(decision.effects());
    return decision;
  }

  WindowFixture pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  void froze(WindowWriter writer) {
    give(
        new WindowInput.WriterFroze(
            new WriterReply.Frozen(
                writer.id(), plan.stamp(writer), token(writer), writer.lease())));
  }

  void letGo(WindowWriter writer, HoldEnd end) {
    Digest receipts = window.receipts().orElse(Digest.of("none", List.of()));
    Stamp stamp = plan.stamp(writer);
    give(
        new WindowInput.WriterLetGo(
            new WriterReply.Thawed(
                writer.id(),
                stamp,
                new Attestation(
                    writer.id(),
                    SET,
                    stamp.epoch(),
                    stamp.incarnation(),
                    token(writer),
                    end,
                    receipts))));
  }

  void handled(WindowWriter writer, WriterStep step, HandlerResult result) {
    give(
        new WindowInput.WriterHandled(
            new WriterReply.Handled(writer.id(), plan.stamp(writer), step, result)));
  }

  void refused(WindowWriter writer, WriterStep step, Failure failure) {
    give(
        new WindowInput.WriterRefused(
            new WriterReply.Refused(
                writer.id(),
                plan.stamp(writer),
                step,
                new Incarnation(2),
                Fault.of(failure, "a test"))));
  }

  void stepped(WindowProvider provider, ProviderStep step, StepResult result) {
    give(
        new WindowInput.ProviderStepped(
            new ProviderReply.Stepped(provider.id(), plan.stamp(provider), step, result)));
  }

  void committed(WindowProvider provider) {
    Stamp stamp = plan.stamp(provider);
    Digest holds =
        asked.stream()
            .filter(effect -> effect instanceof AskProvider)
            .map(effect -> ((AskProvider) effect).request())
            .filter(request -> request instanceof ProviderInput.Commit)
            .map(request -> ((ProviderInput.Commit) request).holds())
            .findFirst()
            .orElseThrow();
    give(
        new WindowInput.ProviderCommitted(
            new ProviderReply.Committed(
                provider.id(),
                stamp,
                new Receipt(
                    provider.id(),
                    SET,
                    stamp.epoch(),
                    stamp.incarnation(),
                    holds,
                    Sorted.set(provider.volumes())))));
  }

  /** Everybody answers well from here to the end. */
  void finishWell() {
    while (window.phase() != WindowPhase.CLOSED) {
      WindowPhase before = window.phase();
      switch (before) {
        case PLANNED -> open();
        case FREEZING -> plan.writers().forEach(this::froze);
        case PRE_COMMITTING ->
            plan.providers().forEach(p -> stepped(p, ProviderStep.PRE_COMMIT, done()));
        case COMMITTING -> plan.providers().forEach(this::committed);
        case POST_COMMITTING ->
            plan.providers().forEach(p -> stepped(p, ProviderStep.POST_COMMIT, done()));
        case THAWING -> plan.writers().reversed().forEach(w -> letGo(w, HoldEnd.HELD));
        case ABORTING ->
            plan.writers().forEach(w -> handled(w, WriterStep.ABORT, new HandlerResult.Done()));
        case CLOSED -> {}
      }
    }
  }

  static StepResult done() {
    return new StepResult.Done();
  }

  /** Which writers were sent a request of this kind, in order, with repeats. */
  List<WriterId> sent(Class<? extends WriterInput> kind) {
    return asked.stream()
        .filter(effect -> effect instanceof AskWriter ask && kind.isInstance(ask.request()))
        .map(effect -> ((AskWriter) effect).writer())
        .toList();
  }

  /** How often providers were sent a request of this kind. */
  long providersSent(Class<? extends ProviderInput> kind) {
    return asked.stream()
        .filter(effect -> effect instanceof AskProvider ask && kind.isInstance(ask.request()))
        .count();
  }

  Optional<WindowReport> report() {
    return asked.stream()
        .filter(effect -> effect instanceof Report)
        .map(effect -> ((Report) effect).report())
        .reduce((_, last) -> last);
  }
}
