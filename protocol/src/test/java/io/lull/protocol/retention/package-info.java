@NullMarked
package io.lull.protocol.retention;

import org.jspecify.annotations.NullMarked;
