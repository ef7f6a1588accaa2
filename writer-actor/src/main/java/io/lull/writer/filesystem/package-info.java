/** The writer {@code filesystem}: no write reaches a mounted file system while it holds. */
@NullMarked
package io.lull.writer.filesystem;

import org.jspecify.annotations.NullMarked;
