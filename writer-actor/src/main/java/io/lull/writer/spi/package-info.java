/**
 * What somebody implements to make an application take part: a {@link io.lull.writer.spi.Writer},
 * and a {@link io.lull.writer.spi.WriterFactory} by which configuration names its kind.
 *
 * <p>Plain blocking Java: no actor, no future, no lock of Lull's. Every call has a limit, which is
 * enforced from outside by an interrupt and then by no longer waiting.
 */
@NullMarked
package io.lull.writer.spi;

import org.jspecify.annotations.NullMarked;
