/** What is known of all sets, for people who ask; nothing is decided by it. */
@NullMarked
package io.lull.protocol.catalogue;

import org.jspecify.annotations.NullMarked;
