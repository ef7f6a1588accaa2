/** The writer of Redis: a pause of all writes that the server itself ends. */
@NullMarked
package io.lull.writer.redis;

import org.jspecify.annotations.NullMarked;
