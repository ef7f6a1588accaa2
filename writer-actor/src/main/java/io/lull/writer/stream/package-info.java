/**
 * The streams of a host: one {@link io.lull.writer.stream.StreamActor} per instance, the shell of
 * the machine that rules them, with all that its effects need around it.
 *
 * <p>What a source does may block or hang, so it runs on a thread of the instance's own, one piece
 * of work after another, each within its limit.
 */
@NullMarked
package io.lull.writer.stream;

import org.jspecify.annotations.NullMarked;
