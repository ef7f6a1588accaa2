/** The HTTP API of a node, as seen by whoever calls it. */
@NullMarked
package io.lull.cli.node;

import org.jspecify.annotations.NullMarked;
