/** The stream source of plain directories: files as they are, and the names of those that moved. */
@NullMarked
package io.lull.writer.source.directory;

import org.jspecify.annotations.NullMarked;
