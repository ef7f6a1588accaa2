/** What all parts of a node have in common when they log. */
@NullMarked
package io.lull.cluster.config.log;

import org.jspecify.annotations.NullMarked;
