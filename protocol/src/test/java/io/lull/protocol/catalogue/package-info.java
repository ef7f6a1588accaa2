@NullMarked
package io.lull.protocol.catalogue;

import org.jspecify.annotations.NullMarked;
