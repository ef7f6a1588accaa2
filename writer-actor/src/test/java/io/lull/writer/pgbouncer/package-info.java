/** The console of PgBouncer. */
@NullMarked
package io.lull.writer.pgbouncer;

import org.jspecify.annotations.NullMarked;
