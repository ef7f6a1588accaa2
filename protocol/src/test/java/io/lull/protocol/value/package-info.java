/** Values of protocol types for tests that want all of them. */
@NullMarked
package io.lull.protocol.value;

import org.jspecify.annotations.NullMarked;
