/**
 * The second process of a host, which owns every hold that nobody else would end, and the node's
 * side of it.
 *
 * <p>{@link io.lull.writer.guard.GuardMain} is the process, {@link io.lull.writer.guard.Guard} how
 * a node speaks to it, {@link io.lull.writer.guard.ThawLocal} what is left when both are dead. The
 * process has {@code kernel} and {@code protocol} on its class path besides this package, and
 * nothing else: no actor, no log, no configuration.
 */
@NullMarked
package io.lull.writer.guard;

import org.jspecify.annotations.NullMarked;
