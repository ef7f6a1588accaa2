package io.lull.protocol.certificate;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;

/** One writer's acknowledged hold, as its token names it. */
public record Hold(WriterId writer, Incarnation incarnation, HoldToken token) {}
