/**
 * The few calls of the system's SQLite library that a lock takes, by {@link java.lang.foreign}.
 *
 * <p>To be used in processes in which nobody else opens the files of the database: the locks of
 * SQLite belong to the process, and the kernel drops all of them as soon as it closes any
 * descriptor of the same file.
 */
@NullMarked
package io.lull.kernel.sqlite;

import org.jspecify.annotations.NullMarked;
