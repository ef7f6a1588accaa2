/** The wire form as programs print it. */
@NullMarked
package io.lull.wire.text;

import org.jspecify.annotations.NullMarked;
