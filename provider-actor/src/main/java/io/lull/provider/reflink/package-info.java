/** The provider {@code reflink}: a tree whose files share their blocks with those of the volume. */
@NullMarked
package io.lull.provider.reflink;

import org.jspecify.annotations.NullMarked;
