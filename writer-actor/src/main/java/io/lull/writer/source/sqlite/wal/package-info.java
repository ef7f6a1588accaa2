/**
 * The logs of SQLite databases: what of their WAL is kept between two streams, and who keeps it.
 *
 * <p>Databases are opened only by {@link io.lull.writer.source.sqlite.wal.HolderMain}, in a process
 * of its own.
 */
@NullMarked
package io.lull.writer.source.sqlite.wal;

import org.jspecify.annotations.NullMarked;
