/**
 * The stream source of PostgreSQL: the files of a server in backup mode, and its write-ahead log.
 */
@NullMarked
package io.lull.writer.source.postgres;

import org.jspecify.annotations.NullMarked;
