package io.lull.provider;

import io.lull.cluster.config.serialization.EnvelopeForm;
import io.lull.cluster.config.serialization.EnvelopeSerializer;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.provider.ProviderCommand.Asked;
import io.lull.provider.ProviderCommand.Told;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;

/** How what coordinators send to providers becomes bytes; what a host tells itself never does. */
public final class ProviderSerializer extends EnvelopeSerializer {
  /** Never changed, or nodes of different versions would not understand each other. */
  static final int IDENTIFIER = 7403;

  /** Called by Pekko. */
  public ProviderSerializer(ExtendedActorSystem system) {
    super(
        system,
        IDENTIFIER,
        List.of(
            EnvelopeForm.asking(
                "provider-asked",
                Asked.class,
                ProviderRequest.class,
                Asked::request,
                Asked::replyTo,
                Asked::new),
            EnvelopeForm.telling(
                "provider-told", Told.class, FateTold.class, Told::fate, Told::new)));
  }
}
