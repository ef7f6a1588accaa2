@NullMarked
package io.lull.writer.source.tar;

import org.jspecify.annotations.NullMarked;
