/**
 * A writer on its host.
 *
 * <pre>
 *   WriterActor     decides with WriterMachine and carries out; blocks never, rules nothing
 *     Askers          who is to be answered
 *     Handlers        handlers of the SPI, each on a thread of its own
 *     Holds           the holds of this writer, and who ends them
 *   LeaseKeeper     ends holds when their leases are over; needs no actor, network or disk
 * </pre>
 */
@NullMarked
package io.lull.writer;

import org.jspecify.annotations.NullMarked;
