/**
 * The provider {@code copy}, for any file system: what changed since before the window is copied.
 */
@NullMarked
package io.lull.provider.copy;

import org.jspecify.annotations.NullMarked;
