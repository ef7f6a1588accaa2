/**
 * The database instances of one host and their streams: what may be read when, how an instance
 * stops a stream that somebody else began, and which logs may go afterwards.
 */
@NullMarked
package io.lull.protocol.stream;

import org.jspecify.annotations.NullMarked;
