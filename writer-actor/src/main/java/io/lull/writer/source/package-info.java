/**
 * What a host needs of an application to read its data out while it runs: one {@link
 * io.lull.writer.source.StreamSource} per instance, made by a {@link
 * io.lull.writer.source.StreamSourceFactory}.
 *
 * <p>There are no actors here: methods may block, and each is called on a thread of its own.
 */
@NullMarked
package io.lull.writer.source;

import org.jspecify.annotations.NullMarked;
