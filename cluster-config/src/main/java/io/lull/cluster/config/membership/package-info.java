/** Who belongs to the cluster, how a node gets in, and when it has to leave. */
@NullMarked
package io.lull.cluster.config.membership;

import org.jspecify.annotations.NullMarked;
