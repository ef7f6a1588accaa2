/** Tests of whom we believe that it is the node. */
@NullMarked
package io.lull.cli.node;

import org.jspecify.annotations.NullMarked;
