@NullMarked
package io.lull.protocol.stream.session;

import org.jspecify.annotations.NullMarked;
