/** The writer of PostgreSQL against real servers. */
package io.lull.writer.postgres;
