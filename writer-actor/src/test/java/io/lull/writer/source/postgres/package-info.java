@NullMarked
package io.lull.writer.source.postgres;

import org.jspecify.annotations.NullMarked;
