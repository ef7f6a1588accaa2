/** The monotonic clock of one machine, kept apart from calendar time by its type. */
@NullMarked
package io.lull.protocol.time;

import org.jspecify.annotations.NullMarked;
