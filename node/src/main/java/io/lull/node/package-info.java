/** One process of a cluster: what its roles need, wired together. */
@NullMarked
package io.lull.node;

import org.jspecify.annotations.NullMarked;
