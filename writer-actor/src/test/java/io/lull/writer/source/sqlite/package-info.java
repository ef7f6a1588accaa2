@NullMarked
package io.lull.writer.source.sqlite;

import org.jspecify.annotations.NullMarked;
