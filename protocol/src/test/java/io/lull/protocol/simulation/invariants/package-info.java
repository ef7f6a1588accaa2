/** What has to hold after every step of every simulated run, one class a promise. */
@NullMarked
package io.lull.protocol.simulation.invariants;

import org.jspecify.annotations.NullMarked;
