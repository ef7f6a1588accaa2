/**
 * Lists what is below a directory, and opens it again, without ever being led outside by a link.
 */
@NullMarked
package io.lull.writer.source.tree;

import org.jspecify.annotations.NullMarked;
