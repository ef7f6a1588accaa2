/** What a node says of its sessions in its log. */
@NullMarked
package io.lull.node.log;

import org.jspecify.annotations.NullMarked;
