/** The writer {@code script}: an application stands still by programs of others. */
@NullMarked
package io.lull.writer.script;

import org.jspecify.annotations.NullMarked;
