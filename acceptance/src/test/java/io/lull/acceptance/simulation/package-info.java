/**
 * A whole cluster of real actors in one thread: one seeded queue for all dispatchers, virtual time
 * for all timers, a network that loses, delays, doubles and reorders, a journal in memory, and
 * processes that die, stop and come back.
 *
 * <p>Every process has an actor system of its own, with the wiring that it has in production. What
 * stands in for the rest is small: {@link io.lull.acceptance.simulation.Region} for cluster
 * sharding, {@link io.lull.acceptance.simulation.Wire} for remoting, and the membership of hosts.
 */
@NullMarked
package io.lull.acceptance.simulation;

import org.jspecify.annotations.NullMarked;
