package io.lull.protocol.stream.session;

import io.lull.protocol.id.Incarnation;
import java.time.Duration;

/**
 * What a coordinator knows when a stream begins.
 *
 * @param life of its host
 * @param begin how long the host may take to open it
 * @param confirmation how long its target may take to store what was completed
 */
public record StreamTerms(Incarnation life, Duration begin, Duration confirmation) {}
