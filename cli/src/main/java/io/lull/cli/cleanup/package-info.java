/** Deleting the sets that no policy keeps. */
@NullMarked
package io.lull.cli.cleanup;

import org.jspecify.annotations.NullMarked;
