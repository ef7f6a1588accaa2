/** The writer {@code sqlite}: nobody writes to the databases of a host while it holds. */
@NullMarked
package io.lull.writer.sqlite;

import org.jspecify.annotations.NullMarked;
