/**
 * Copies of whole directory trees with everything that belongs to them, made through open
 * directories and never by path. What the providers {@code reflink} and {@code copy} share.
 */
@NullMarked
package io.lull.provider.tree;

import org.jspecify.annotations.NullMarked;
