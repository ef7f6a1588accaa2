package io.lull.protocol.session;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.provider.ProviderKind;

/** A provider that might copy a volume, as the directory knows it. */
public record Candidate(ProviderId provider, ProviderKind kind, Cut cut, Incarnation incarnation) {}
