/**
 * Copies as ZFS snapshots, by the command-line tools. What is written to a copy between the final
 * steps goes into a clone of its snapshot.
 */
@NullMarked
package io.lull.provider.zfs;

import org.jspecify.annotations.NullMarked;
