/** Restores, driven by hand, at random, and against the machines of writers. */
@NullMarked
package io.lull.protocol.restore;

import org.jspecify.annotations.NullMarked;
