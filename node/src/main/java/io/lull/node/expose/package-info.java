/** Copies that are shown at places which somebody chose. */
@NullMarked
package io.lull.node.expose;

import org.jspecify.annotations.NullMarked;
