/** Tests of showing copies, with real mounts. */
@NullMarked
package io.lull.node.expose;

import org.jspecify.annotations.NullMarked;
