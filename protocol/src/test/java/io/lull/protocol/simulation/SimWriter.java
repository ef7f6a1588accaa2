package io.lull.protocol.simulation;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A writer on its host: the machine, and the dull shell around it. */
final class SimWriter {
  private final SimHost host;
  private final WriterMetadata metadata;
  private final Application application;
  private final Handlers handlers;
  private final Holds holds;
  private final Map<Route, Asker> askers = new HashMap<>();
  private Writer state;

  /** Whom an answer goes to: whoever asked last for this step under this stamp. */
  private record Route(Optional<Stamp> stamp, WriterStep step) {}

  SimWriter(SimHost host, WriterMetadata metadata, boolean guarded) {
    this.host = host;
    this.metadata = metadata;
    this.application = new Application(metadata.writer(), guarded);
    this.handlers = new Handlers(host, this);
    this.holds = new Holds(host, this);
    this.state = fresh();
  }

  private Writer fresh() {
    return Writer.started(
        id(), host.incarnation(), Limits.defaults(), Optional.of(metadata.hold()));
  }

  WriterId id() {
    return metadata.writer();
  }

  WriterMetadata metadata() {
    return metadata;
  }

  Application application() {
    return application;
  }

  Handlers handlers() {
    return handlers;
  }

  void expect(Asker asker, WriterRequest request) {
    askers.put(new Route(Optional.of(request.stamp()), WriterStep.of(request)), asker);
  }

  void expect(Asker asker, WriterInput.Identify identify) {
    askers.put(new Route(Optional.empty(), WriterStep.IDENTIFY), asker);
  }

  void refuse(WriterRequest request, Fault fault) {
    reply(
        new WriterReply.Refused(
            id(), request.stamp(), WriterStep.of(request), host.incarnation(), fault));
  }

  void handle(WriterInput input) {
    SimWorld world = host.world;
    Decision<WriterEvent, WriterEffect, WriterReply> decision =
        world.machines().writer().decide(state, input, host.uptime());
    state = world.machines().writer().replay(state, decision.events());
    if (world.traces()) {
      world.trace(host.name, id().name(), " ", input);
      decision.events().forEach(e -> world.trace(host.name, id().name(), "   · ", e));
    }
    decision.effects().forEach(this::carryOut);
    decision.replies().forEach(this::reply);
  }

  private void carryOut(WriterEffect effect) {
    switch (effect) {
      case WriterEffect.Describe describe -> handlers.describe(describe);
      case WriterEffect.CallHandler call -> handlers.call(call);
      case WriterEffect.InterruptHandler interrupt -> handlers.interrupt(interrupt);
      case WriterEffect.ArmLease arm -> holds.arm(arm);
      case WriterEffect.DisarmLease disarm -> holds.disarm(disarm);
      case WriterEffect.ReleaseHold release -> holds.release(release);
      case WriterEffect.RetryRelease retry ->
          host.after(retry.after().toNanos(), () -> holds.release(retry.release()));
      case WriterEffect.WriteLog log ->
          host.world.see(new Fact.Logged(id(), application.isFrozen()));
    }
  }

  private void reply(WriterReply reply) {
    if (host.world.traces()) {
      host.world.trace(host.name, id().name(), "   > ", reply);
    }
    Route route =
        switch (reply) {
          case WriterReply.Identified _, WriterReply.Unidentified _ ->
              new Route(Optional.empty(), WriterStep.IDENTIFY);
          case WriterReply.Handled handled ->
              new Route(Optional.of(handled.stamp()), handled.step());
          case WriterReply.Frozen frozen ->
              new Route(Optional.of(frozen.stamp()), WriterStep.FREEZE);
          case WriterReply.Thawed thawed -> new Route(Optional.of(thawed.stamp()), WriterStep.THAW);
          case WriterReply.Refused refused ->
              new Route(Optional.of(refused.stamp()), refused.step());
          case WriterReply.Status status ->
              new Route(Optional.of(status.stamp()), WriterStep.IDENTIFY);
        };
    Asker asker = askers.get(route);
    if (asker != null) {
      host.reply(asker, reply);
    }
  }

  void crash() {
    if (!application.guarded()) {
      application.die(host.kernel.now());
    }
  }

  /** A new life knows nothing but what its hold file says. */
  void start() {
    askers.clear();
    handlers.forget();
    holds.forget();
    state = fresh();
    application
        .standing()
        .ifPresent(hold -> handle(new WriterInput.HoldFound(hold.set(), hold.token())));
  }

  Fault fault(Failure failure, String but) {
    return Fault.expected(failure, "a healthy application", but);
  }
}
