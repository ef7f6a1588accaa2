/**
 * JSON and CBOR form of the protocol types, and the event-log files made of it.
 *
 * <pre>
 *   value ── Form ──► Tree ── TreeWriter ──► bytes      Jackson sees tokens only: no class is ever
 *   value ◄── Form ── Tree ◄── TreeReader ── bytes      looked up by a name that came from outside
 * </pre>
 *
 * <p>{@link io.lull.wire.Wire} is the door. The names of all messages are in the {@code …Names}
 * classes, one for each machine.
 */
@NullMarked
package io.lull.wire;

import org.jspecify.annotations.NullMarked;
