package io.lull.writer.spi;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;

/** A hold that an earlier life of the host left behind; the writer ends it by its token. */
public record FoundHold(SetId set, HoldToken token) {}
