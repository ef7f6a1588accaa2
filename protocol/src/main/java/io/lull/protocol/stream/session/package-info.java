/**
 * The session of a stream: what its coordinator journals. The host is the truth about the stream
 * itself, so the session gives it a stamp, passes calls on, and keeps what the host reports.
 */
@NullMarked
package io.lull.protocol.stream.session;

import org.jspecify.annotations.NullMarked;
