/**
 * What a node counts and measures, for Prometheus. Nothing of it is written or waited for while
 * anything stands still, and no label comes from a stranger.
 */
@NullMarked
package io.lull.node.metrics;

import org.jspecify.annotations.NullMarked;
