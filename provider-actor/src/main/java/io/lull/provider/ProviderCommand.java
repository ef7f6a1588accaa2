package io.lull.provider;

import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import org.apache.pekko.actor.typed.ActorRef;

/** What a provider's actor can be sent; what it tells itself nobody else can make. */
public sealed interface ProviderCommand
    permits ProviderCommand.Asked,
        ProviderCommand.Told,
        ProviderCommand.Reconnected,
        ProviderReport {
  /** A coordinator asks for something. */
  record Asked(ProviderRequest request, ActorRef<ProviderReply> replyTo)
      implements ProviderCommand {}

  /** The session of a copy says whether its set lives. */
  record Told(FateTold fate) implements ProviderCommand {}

  /** The host was cut off from the cluster and is back: sessions may have ended meanwhile. */
  record Reconnected() implements ProviderCommand {}
}
