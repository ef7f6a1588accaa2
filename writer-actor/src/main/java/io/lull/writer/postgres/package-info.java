/** The writer of PostgreSQL: backup mode for as long as the copies are made. */
@NullMarked
package io.lull.writer.postgres;

import org.jspecify.annotations.NullMarked;
