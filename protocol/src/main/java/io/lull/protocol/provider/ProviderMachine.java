package io.lull.protocol.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.ProviderEffect.ArmPrepared;
import io.lull.protocol.provider.ProviderEffect.AskFate;
import io.lull.protocol.provider.ProviderEvent.EpochSeen;
import io.lull.protocol.provider.ProviderInput.CopiesFound;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.PreparedDue;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.provider.ProviderInput.StepOverdue;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One provider on its host; its rules are the rows of {@link ProviderTable}. */
public final class ProviderMachine
    implements Machine<
        Provider, ProviderInput, Uptime, ProviderEvent, ProviderEffect, ProviderReply> {

  @Override
  public Decision<ProviderEvent, ProviderEffect, ProviderReply> decide(
      Provider provider, ProviderInput input, Uptime now) {
    return switch (input) {
      case ProviderRequest request -> request(provider, request, now);
      case CopiesFound found -> found(provider, found, now);
      case StepEnded ended -> row(provider, ended.set(), ended, now);
      case StepOverdue overdue -> row(provider, overdue.set(), overdue, now);
      case PreparedDue due -> row(provider, due.set(), due, now);
      case FateTold told -> row(provider, told.set(), told, now);
    };
  }

  @Override
  public Provider apply(Provider provider, ProviderEvent event) {
    return ProviderEvents.apply(provider, event);
  }

  /** All work that has not ended, all leases, and every question that has no answer yet. */
  @Override
  public List<ProviderEffect> outstanding(Provider provider, Uptime now) {
    List<ProviderEffect> effects = new ArrayList<>();
    for (ProviderSession session : provider.sets().values()) {
      for (long call : session.calls().keySet()) {
        Works.effect(session, call).ifPresent(effects::add);
      }
      session
          .open()
          .lease()
          .map(lease -> new ArmPrepared(session.set(), lease.call(), lease.at()))
          .ifPresent(effects::add);
      if (session.open().fate()) {
        effects.add(new AskFate(session.stamp().session(), session.set()));
      }
    }
    return List.copyOf(effects);
  }

  private Decision<ProviderEvent, ProviderEffect, ProviderReply> request(
      Provider provider, ProviderRequest request, Uptime now) {
    Optional<Fault> fault = Fence.check(provider, request);
    if (fault.isPresent()) {
      return Decision.reply(Answers.refused(provider, request, fault.get()));
    }
    if (!Fence.isNewer(provider, request)) {
      return row(provider, request.stamp().set(), request, now);
    }
    // Noted first, so that nothing of the older attempt passes any more, whatever the row says.
    ProviderEvent seen = new EpochSeen(request.stamp());
    Decision<ProviderEvent, ProviderEffect, ProviderReply> then =
        row(apply(provider, seen), request.stamp().set(), request, now);
    List<ProviderEvent> events = new ArrayList<>(List.of(seen));
    events.addAll(then.events());
    return new Decision<>(events, then.effects(), then.replies());
  }

  /** Each set that was found is a matter of its own, and so has its own row. */
  private Decision<ProviderEvent, ProviderEffect, ProviderReply> found(
      Provider provider, CopiesFound input, Uptime now) {
    List<ProviderEvent> events = new ArrayList<>();
    List<ProviderEffect> effects = new ArrayList<>();
    input.markers().stream()
        .collect(
            Collectors.groupingBy(
                marker -> marker.snapshot().set(), TreeMap::new, Collectors.toList()))
        .forEach(
            (set, markers) -> {
              var decision = row(provider, set, new CopiesFound(markers), now);
              events.addAll(decision.events());
              effects.addAll(decision.effects());
            });
    return new Decision<>(events, effects, List.of());
  }

  private static Decision<ProviderEvent, ProviderEffect, ProviderReply> row(
      Provider provider, SetId set, ProviderInput input, Uptime now) {
    return ProviderTable.TABLE.decide(provider.phase(set), provider, input, now);
  }
}
