/** A host's permission to create a set: one holder at a time, with an owner and a number. */
@NullMarked
package io.lull.protocol.slot;

import org.jspecify.annotations.NullMarked;
