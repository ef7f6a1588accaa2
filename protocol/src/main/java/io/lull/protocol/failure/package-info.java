/** The one catalogue of everything that can go wrong, and what to do about it. */
@NullMarked
package io.lull.protocol.failure;

import org.jspecify.annotations.NullMarked;
