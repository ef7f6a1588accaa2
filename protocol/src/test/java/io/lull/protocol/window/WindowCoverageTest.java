package io.lull.protocol.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.table.Cell;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Gives every input to every state that a small window can reach, and compares each step with what
 * its cell says; the clock is read early, and once after the deadline.
 */
class WindowCoverageTest {
  private static final Fault FAULT = Fault.of(Failure.HOST_UNREACHABLE, "a walk");
  private static final Uptime OPENED = new Uptime(Duration.ofHours(1).toNanos());

  private final WindowMachine machine = new WindowMachine();
  private final Set<List<?>> seen = new HashSet<>();
  private final Deque<Window> open = new ArrayDeque<>();

  @Test
  void every_row_is_taken_and_leads_where_it_says() {
    for (int providers = 0; providers <= 2; providers++) {
      begin(providers);
      begin(providers, WriterLevel.BACK_END);
      begin(providers, WriterLevel.FRONT_END, WriterLevel.BACK_END, WriterLevel.BACK_END);
    }
    visit(Window.planned(plan(Duration.ofSeconds(3), 1, WriterLevel.BACK_END)));
    while (!open.isEmpty()) {
      Window window = open.removeFirst();
      inputs(window).forEach(input -> step(window, input));
      late(window);
    }

    Taken.assertAllOnRowsTaken(WindowTable.TABLE);
  }

  private void begin(int providers, WriterLevel... levels) {
    visit(Window.planned(plan(Duration.ofMinutes(1), providers, levels)));
  }

  private static WindowPlan plan(Duration lease, int providers, WriterLevel... levels) {
    List<WindowWriter> writers = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      writers.add(WindowFixture.writer(i, levels[i], lease));
    }
    return WindowFixture.plan(writers, providers);
  }

  private void step(Window before, WindowInput input) {
    Decision<WindowEvent, WindowEffect, Void> decision = machine.decide(before, input, OPENED);
    Window after = machine.replay(before, decision.events());
    switch (WindowTable.TABLE.cell(before.phase(), input.getClass())) {
      case Cell.On<WindowPhase, ?, ?, ?, ?> _ ->
          Taken.record(WindowTable.TABLE, before.phase(), input, after.phase());
      case Cell.Ignore<WindowPhase, ?, ?, ?, ?> _ ->
          assertThat(decision).as(before.phase() + " × " + input).isEqualTo(Decision.nothing());
      case Cell.Reject<WindowPhase, ?, ?, ?, ?> _ -> throw new AssertionError("nobody asks");
      case Cell.Impossible<WindowPhase, ?, ?, ?, ?> _ -> {}
    }
    visit(after);
  }

  /** After the deadline every input means that the limit has passed, as its timer would say. */
  private void late(Window before) {
    Uptime late = before.barrier().deadline();
    if (late.nanos() == Long.MAX_VALUE) {
      return;
    }
    WindowInput timer = new WindowInput.TimerDue(WindowTimer.REPEAT);
    Decision<WindowEvent, WindowEffect, Void> decision = machine.decide(before, timer, late);
    Window after = machine.replay(before, decision.events());
    Taken.record(WindowTable.TABLE, before.phase(), timer, after.phase());
    for (WindowInput input : inputs(before)) {
      assertThat(machine.decide(before, input, late)).as(input.toString()).isEqualTo(decision);
    }
    visit(after);
  }

  private void visit(Window window) {
    List<?> shape =
        List.of(
            window.phase(),
            window.plan(),
            window.barrier().level(),
            window.writers().toList().stream().map(WriterProgress::status).toList(),
            window.providers().toList().stream().map(ProviderProgress::done).toList());
    if (seen.add(shape)) {
      open.add(window);
    }
  }

  private static List<WindowInput> inputs(Window window) {
    List<WindowInput> inputs = new ArrayList<>();
    inputs.add(new WindowInput.OpenWindow());
    inputs.add(new WindowInput.AbortWindow(FAULT));
    Arrays.stream(WindowTimer.values()).map(WindowInput.TimerDue::new).forEach(inputs::add);
    inputs.add(new WindowInput.HostLost(new HostId("stranger"), FAULT));
    window.plan().writers().forEach(writer -> addWriter(inputs, window, writer));
    window.plan().providers().forEach(provider -> addProvider(inputs, window, provider));
    addStranger(inputs, window);
    return inputs;
  }

  private static void addWriter(List<WindowInput> inputs, Window window, WindowWriter writer) {
    Stamp stamp = window.plan().stamp(writer);
    inputs.add(new WindowInput.HostLost(writer.id().host(), FAULT));
    HoldToken token = WindowFixture.token(writer);
    for (Duration lease : List.of(writer.lease(), Duration.ofSeconds(1))) {
      inputs.add(
          new WindowInput.WriterFroze(new WriterReply.Frozen(writer.id(), stamp, token, lease)));
    }
    Digest receipts = window.receipts().orElse(Digest.of("none", List.of()));
    for (HoldEnd end : HoldEnd.values()) {
      Attestation attestation =
          new Attestation(
              writer.id(), stamp.set(), stamp.epoch(), stamp.incarnation(), token, end, receipts);
      inputs.add(
          new WindowInput.WriterLetGo(new WriterReply.Thawed(writer.id(), stamp, attestation)));
    }
    for (WriterStep step : List.of(WriterStep.FREEZE, WriterStep.THAW, WriterStep.ABORT)) {
      for (HandlerResult result :
          List.of(new HandlerResult.Done(), new HandlerResult.Failed(FAULT))) {
        inputs.add(
            new WindowInput.WriterHandled(
                new WriterReply.Handled(writer.id(), stamp, step, result)));
      }
      inputs.add(
          new WindowInput.WriterRefused(
              new WriterReply.Refused(writer.id(), stamp, step, stamp.incarnation(), FAULT)));
    }
  }

  private static void addProvider(
      List<WindowInput> inputs, Window window, WindowProvider provider) {
    Stamp stamp = window.plan().stamp(provider);
    inputs.add(new WindowInput.HostLost(provider.id().host(), FAULT));
    for (ProviderStep step :
        List.of(ProviderStep.PRE_COMMIT, ProviderStep.COMMIT, ProviderStep.POST_COMMIT)) {
      for (StepResult result : List.of(new StepResult.Done(), new StepResult.Failed(FAULT))) {
        inputs.add(
            new WindowInput.ProviderStepped(
                new ProviderReply.Stepped(provider.id(), stamp, step, result)));
      }
    }
    inputs.add(
        new WindowInput.ProviderCommitted(
            new ProviderReply.Committed(
                provider.id(),
                stamp,
                new Receipt(
                    provider.id(),
                    stamp.set(),
                    stamp.epoch(),
                    stamp.incarnation(),
                    Digest.of("holds", List.of()),
                    Sorted.set(provider.volumes())))));
    inputs.add(refused(provider, stamp));
  }

  /** A provider of a life that is over is no participant of this window. */
  private static void addStranger(List<WindowInput> inputs, Window window) {
    Optional<WindowProvider> first = window.plan().providers().stream().findFirst();
    first.ifPresent(
        provider -> {
          Stamp stamp = window.plan().stamp(provider);
          inputs.add(
              refused(
                  provider,
                  new Stamp(
                      stamp.session(),
                      stamp.set(),
                      stamp.epoch(),
                      stamp.incarnation().next(),
                      stamp.slot())));
        });
  }

  private static WindowInput refused(WindowProvider provider, Stamp stamp) {
    return new WindowInput.ProviderRefused(
        new ProviderReply.Refused(
            provider.id(), stamp, ProviderStep.COMMIT, stamp.incarnation(), FAULT));
  }
}
