/**
 * How messages and events become bytes for Pekko: by {@link io.lull.wire.Wire}, never by classes.
 *
 * <pre>
 *   what                        serialiser                 manifest            bytes
 *   a value of the protocol     WireSerializer             session-event, …    CBOR of the value
 *   a value and who asks        EnvelopeSerializer         chosen by module    address, CBOR
 * </pre>
 *
 * <p>Whatever cannot be read is refused as a whole, counted and logged once; nobody dies of it.
 */
@NullMarked
package io.lull.cluster.config.serialization;

import org.jspecify.annotations.NullMarked;
