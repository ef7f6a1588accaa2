/** Identities that validate themselves, and the stamp that makes a late message recognisable. */
@NullMarked
package io.lull.protocol.id;

import org.jspecify.annotations.NullMarked;
