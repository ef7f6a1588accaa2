/**
 * What the HTTP API shows and is told, beyond the types of the protocol themselves.
 *
 * <p>Written and read by {@link io.lull.wire.Wire} on both sides, so that a field exists once.
 */
@NullMarked
package io.lull.wire.api;

import org.jspecify.annotations.NullMarked;
