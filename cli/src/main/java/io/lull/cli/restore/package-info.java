/** Putting the files of a set back: where they came from, or out of the way. */
@NullMarked
package io.lull.cli.restore;

import org.jspecify.annotations.NullMarked;
