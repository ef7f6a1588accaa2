/** One writer on its host: what it may be told, what it answers, and the lease on every hold. */
@NullMarked
package io.lull.protocol.writer;

import org.jspecify.annotations.NullMarked;
