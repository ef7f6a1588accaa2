package io.lull.protocol.catalogue;

import io.lull.protocol.session.Verification;
import java.time.Instant;

/** What the last verification of a set came to, and when that was recorded. */
public record Verified(Instant at, Verification found) {}
