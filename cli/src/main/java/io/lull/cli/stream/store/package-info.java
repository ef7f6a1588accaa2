/**
 * The backups that streams have left in a directory: what they consist of, how they are stored, and
 * whether what lies there is still what was read.
 */
@NullMarked
package io.lull.cli.stream.store;

import org.jspecify.annotations.NullMarked;
