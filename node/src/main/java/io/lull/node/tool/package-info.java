/** What the programs have in common that the launcher starts beside a node, on its class path. */
@NullMarked
package io.lull.node.tool;

import org.jspecify.annotations.NullMarked;
