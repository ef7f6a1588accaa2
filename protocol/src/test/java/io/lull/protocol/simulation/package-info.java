/**
 * Whole clusters of the real machines in one thread, under a seeded dice and a virtual clock.
 *
 * <p>Everything here is the JDK's and the protocol's own, so that {@code ./sim} runs it with
 * nothing else on the class path. One seed is one run, byte for byte.
 */
@NullMarked
package io.lull.protocol.simulation;

import org.jspecify.annotations.NullMarked;
