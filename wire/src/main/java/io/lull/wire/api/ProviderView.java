package io.lull.wire.api;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.provider.ProviderKind;
import java.time.Instant;
import java.util.Optional;

/**
 * One provider, in its own host's words.
 *
 * @param cut how its copies relate to time
 * @param sets how many sets it works for now
 * @param lastFault what went wrong last, and since when it stands
 */
public record ProviderView(
    ProviderId provider,
    Incarnation incarnation,
    ProviderKind kind,
    Cut cut,
    int sets,
    Optional<Fault> lastFault,
    Optional<Instant> lastFaultAt) {}
