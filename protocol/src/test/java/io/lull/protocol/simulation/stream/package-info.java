/**
 * Streams in one thread, under a seeded dice and a virtual clock: the machines of sessions and
 * hosts are the real ones, and their shells behave as the actors do.
 */
@NullMarked
package io.lull.protocol.simulation.stream;

import org.jspecify.annotations.NullMarked;
