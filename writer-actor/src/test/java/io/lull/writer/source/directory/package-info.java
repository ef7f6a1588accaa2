@NullMarked
package io.lull.writer.source.directory;

import org.jspecify.annotations.NullMarked;
