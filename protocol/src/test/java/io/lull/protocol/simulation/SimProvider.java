package io.lull.protocol.simulation;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.Provider;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A provider on its host: the machine, the dull shell around it, and its work on the disk. */
final class SimProvider {
  private static final long ASK_AGAIN = 10 * Kernel.SECOND;

  private final SimHost host;
  private final Kernel kernel;
  private final ProviderId id;
  private final Map<Route, Asker> askers = new HashMap<>();
  private final Set<Long> begun = new HashSet<>();
  private final Set<Long> stopped = new HashSet<>();
  private final Map<SetId, List<Long>> running = new HashMap<>();
  private final Set<SetId> fates = new HashSet<>();
  private Provider state;

  private record Route(Stamp stamp, ProviderStep step) {}

  SimProvider(SimHost host, ProviderId id) {
    this.host = host;
    this.kernel = host.kernel;
    this.id = id;
    this.state = fresh();
  }

  private Provider fresh() {
    return Provider.started(id, host.incarnation(), Limits.defaults());
  }

  ProviderId id() {
    return id;
  }

  void expect(Asker asker, ProviderRequest request) {
    askers.put(new Route(request.stamp(), ProviderStep.of(request)), asker);
  }

  void refuse(ProviderRequest request, Fault fault) {
    reply(
        new ProviderReply.Refused(
            id, request.stamp(), ProviderStep.of(request), host.incarnation(), fault));
  }

  void handle(ProviderInput input) {
    SimWorld world = host.world;
    Decision<ProviderEvent, ProviderEffect, ProviderReply> decision =
        world.machines().provider().decide(state, input, host.uptime());
    state = world.machines().provider().replay(state, decision.events());
    if (world.traces()) {
      world.trace(host.name, id.name(), " ", input);
      decision.events().forEach(e -> world.trace(host.name, id.name(), "   · ", e));
    }
    if (input instanceof ProviderInput.FateTold told) {
      fates.remove(told.set());
    }
    decision.effects().forEach(this::carryOut);
    decision.replies().forEach(reply -> said(reply).forEach(this::reply));
  }

  /** What it says: the truth, or another receipt instead of the true one, before it or after it. */
  private List<ProviderReply> said(ProviderReply reply) {
    if (!(reply instanceof ProviderReply.Committed honest)
        || !kernel.chance(host.world.faults().providerLies())) {
      return List.of(reply);
    }
    Receipt word = honest.receipt();
    boolean elsewhere = kernel.chance(0.5);
    ProviderReply lie =
        new ProviderReply.Committed(
            id,
            honest.stamp(),
            new Receipt(
                id,
                word.set(),
                word.epoch(),
                word.incarnation(),
                elsewhere ? word.holds() : Digest.of("lie", List.of(id.toString())),
                elsewhere ? new TreeSet<>() : word.volumes()));
    return kernel.pick(List.of(List.of(lie), List.of(lie, reply), List.of(reply, lie)));
  }

  private void reply(ProviderReply reply) {
    if (host.world.traces()) {
      host.world.trace(host.name, id.name(), "   > ", reply);
    }
    ProviderStep step =
        switch (reply) {
          case ProviderReply.Begun _ -> ProviderStep.BEGIN_PREPARE;
          case ProviderReply.Deleted _ -> ProviderStep.DELETE_SNAPSHOTS;
          case ProviderReply.Stepped stepped -> stepped.step();
          case ProviderReply.Committed _ -> ProviderStep.COMMIT;
          case ProviderReply.Refused refused -> refused.step();
        };
    Asker asker = askers.get(new Route(reply.stamp(), step));
    if (asker != null) {
      host.reply(asker, reply);
    }
  }

  private void carryOut(ProviderEffect effect) {
    switch (effect) {
      case ProviderEffect.RunStep run -> run(run);
      case ProviderEffect.DeleteCopies delete -> delete(delete);
      case ProviderEffect.DiscardCopies discard -> discard(discard);
      case ProviderEffect.ArmPrepared arm ->
          host.after(
              host.moment(arm.at()) - kernel.now(),
              () -> handle(new ProviderInput.PreparedDue(arm.set(), arm.call())));
      case ProviderEffect.AskFate ask -> {
        fates.add(ask.set());
        askFate(ask);
      }
      case ProviderEffect.NoteFault note ->
          host.world.trace(host.name, id.name(), " notes ", note.fault());
    }
  }

  private void askFate(ProviderEffect.AskFate ask) {
    if (fates.contains(ask.set())) {
      host.world.toSession(host, ask.session(), new SessionInput.FateAsked(id, ask.set()));
      host.after(ASK_AGAIN, () -> askFate(ask));
    }
  }

  private void run(ProviderEffect.RunStep run) {
    if (!begin(run.set(), run.call(), run.until())) {
      return;
    }
    if (!run.markers().isEmpty()) {
      host.world.see(
          new Fact.StepBegan(id, run.set(), run.step(), run.markers().getFirst().slot()));
    }
    Faults faults = host.world.faults();
    boolean hangs = kernel.chance(faults.providerHangs());
    boolean fails = kernel.chance(faults.providerFails());
    // What fails or hangs may have done its work all the same.
    boolean works = !(hangs || fails) || kernel.chance(0.5);
    // Says that it has made the copies, and has not.
    boolean lies = run.step() == ProviderStep.COMMIT && kernel.chance(faults.providerLies());
    running.computeIfAbsent(run.set(), _ -> new ArrayList<>()).add(run.call());
    host.after(
        takes(run, faults),
        () -> {
          boolean wanted = !stopped.contains(run.call());
          boolean able = wanted && !isMissing(run);
          if (works && able && !lies) {
            run.markers().forEach(marker -> leave(run.step(), marker));
          }
          if (!hangs) {
            end(run.set(), run.call(), able && !fails ? new StepResult.Done() : failed());
          }
        });
  }

  /** What was never made cannot be opened, and that is when a lie comes out. */
  private boolean isMissing(ProviderEffect.RunStep run) {
    return run.step() == ProviderStep.PRE_FINAL_COMMIT
        && !run.markers().stream()
            .allMatch(
                marker ->
                    host.world
                        .disk()
                        .copy(marker.snapshot())
                        .filter(Disk.Copy::isMade)
                        .isPresent());
  }

  private void leave(ProviderStep step, Marker marker) {
    if (step == ProviderStep.COMMIT) {
      host.world.trace(host.name, id.name(), " COPIES ", marker.snapshot());
      host.world.disk().commit(id, marker, kernel.now(), host.world.standing());
    } else {
      host.world.disk().put(id, marker);
    }
  }

  private void delete(ProviderEffect.DeleteCopies delete) {
    if (!begin(delete.set(), delete.call(), delete.until())) {
      return;
    }
    Faults faults = host.world.faults();
    boolean hangs = kernel.chance(faults.providerHangs());
    host.after(
        kernel.between(0, 2 * Kernel.SECOND),
        () -> {
          List<SnapshotId> deleted = new ArrayList<>();
          for (SnapshotId snapshot : delete.snapshots()) {
            if (kernel.chance(faults.providerFails())) {
              end(
                  delete.set(),
                  delete.call(),
                  new StepResult.DeletionStopped(deleted, snapshot, fault()));
              return;
            }
            host.world.disk().remove(snapshot);
            deleted.add(snapshot);
          }
          if (!hangs) {
            end(delete.set(), delete.call(), new StepResult.Done());
          }
        });
  }

  private void discard(ProviderEffect.DiscardCopies discard) {
    if (!begin(discard.set(), discard.call(), discard.until())) {
      return;
    }
    host.after(
        host.moment(discard.from()) - kernel.now() + kernel.between(0, 200 * Kernel.MILLI),
        () -> {
          Faults faults = host.world.faults();
          if (kernel.chance(faults.providerHangs())) {
            return;
          }
          if (kernel.chance(faults.providerFails())) {
            end(discard.set(), discard.call(), failed());
            return;
          }
          stopped.addAll(running.getOrDefault(discard.set(), List.of()));
          discard.snapshots().forEach(host.world.disk()::remove);
          end(discard.set(), discard.call(), new StepResult.Done());
        });
  }

  /** Work that was begun under its number is not begun again. */
  private boolean begin(SetId set, long call, Uptime until) {
    if (!begun.add(call)) {
      return false;
    }
    host.after(
        host.moment(until) - kernel.now(), () -> handle(new ProviderInput.StepOverdue(set, call)));
    return true;
  }

  private void end(SetId set, long call, StepResult result) {
    handle(new ProviderInput.StepEnded(set, call, result));
  }

  private long takes(ProviderEffect.RunStep run, Faults faults) {
    if (kernel.chance(faults.handlerLate())) {
      return host.moment(run.until()) - kernel.now() + kernel.between(0, Kernel.MINUTE);
    }
    return kernel.chance(0.2)
        ? kernel.between(0, 3 * Kernel.SECOND)
        : kernel.between(0, 200 * Kernel.MILLI);
  }

  private static StepResult failed() {
    return new StepResult.Failed(fault());
  }

  private static Fault fault() {
    return Fault.expected(
        Failure.UNEXPECTED_PROVIDER_ERROR, "a healthy provider", "it did not do its work");
  }

  /** A new life knows nothing but what the markers say. */
  void start() {
    askers.clear();
    begun.clear();
    stopped.clear();
    running.clear();
    fates.clear();
    state = fresh();
    List<Marker> markers = host.world.disk().markersOf(id);
    if (!markers.isEmpty()) {
      handle(new ProviderInput.CopiesFound(markers));
    }
  }
}
