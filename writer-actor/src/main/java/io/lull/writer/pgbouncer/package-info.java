/** The console of PgBouncer, spoken to without a driver, because the guard has to be small. */
@NullMarked
package io.lull.writer.pgbouncer;

import org.jspecify.annotations.NullMarked;
