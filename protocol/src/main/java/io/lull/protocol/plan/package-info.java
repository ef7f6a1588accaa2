/** What a plan picks of all that there is; a plan is a backup that a node's settings describe. */
@NullMarked
package io.lull.protocol.plan;

import org.jspecify.annotations.NullMarked;
