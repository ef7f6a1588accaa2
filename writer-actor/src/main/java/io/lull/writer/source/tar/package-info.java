/**
 * Tar archives that exist only as a list of entries: any part of one can be made at any time, and
 * always of the same length.
 */
@NullMarked
package io.lull.writer.source.tar;

import org.jspecify.annotations.NullMarked;
