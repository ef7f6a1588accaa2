/** Hands out the bytes of open streams, block by block and as fast as whoever asks takes them. */
@NullMarked
package io.lull.node.stream;

import org.jspecify.annotations.NullMarked;
