/** How generated documents are compared with what stands in docs/, or written there. */
@NullMarked
package io.lull.protocol.docs;

import org.jspecify.annotations.NullMarked;
