package io.lull.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderMachine;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.provider.spi.Provider;
import java.util.function.Supplier;

/**
 * What a provider's actor is given by its host.
 *
 * @param incarnation the life of the host's process
 * @param clock the host's monotonic clock
 * @param machine the rules
 * @param news where it leaves how it is
 */
public record ProviderSetup(
    ProviderId id,
    Incarnation incarnation,
    Limits limits,
    Provider provider,
    Workers workers,
    Supplier<Uptime> clock,
    FateQuestion fates,
    QuietLog log,
    Machine<
            io.lull.protocol.provider.Provider,
            ProviderInput,
            Uptime,
            ProviderEvent,
            ProviderEffect,
            ProviderReply>
        machine,
    ProviderNews news) {
  /** A provider that follows the rules of the protocol. */
  public ProviderSetup(
      ProviderId id,
      Incarnation incarnation,
      Limits limits,
      Provider provider,
      Workers workers,
      Supplier<Uptime> clock,
      FateQuestion fates,
      QuietLog log) {
    this(
        id,
        incarnation,
        limits,
        provider,
        workers,
        clock,
        fates,
        log,
        new ProviderMachine(),
        new ProviderNews());
  }

  /** The answer to a request that the machine never saw. */
  ProviderReply refusal(ProviderRequest request, Fault fault) {
    return new ProviderReply.Refused(
        id, request.stamp(), ProviderStep.of(request), incarnation, fault);
  }
}
