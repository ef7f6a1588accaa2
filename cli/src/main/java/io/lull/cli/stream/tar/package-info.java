/** Reads the archives that streams consist of, whoever has written them. */
@NullMarked
package io.lull.cli.stream.tar;

import org.jspecify.annotations.NullMarked;
