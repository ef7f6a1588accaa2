@NullMarked
package io.lull.writer.source.sqlite.wal;

import org.jspecify.annotations.NullMarked;
