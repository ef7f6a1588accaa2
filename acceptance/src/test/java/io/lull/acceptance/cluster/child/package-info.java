/**
 * What a test adds to a node that runs in a process of its own: it halts at the writes of its
 * journal, its writers and providers take orders while it runs, and it ends with its parent.
 */
@NullMarked
package io.lull.acceptance.cluster.child;

import org.jspecify.annotations.NullMarked;
