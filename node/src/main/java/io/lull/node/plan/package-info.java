/** Runs what the settings of a node describe as plans. */
@NullMarked
package io.lull.node.plan;

import org.jspecify.annotations.NullMarked;
