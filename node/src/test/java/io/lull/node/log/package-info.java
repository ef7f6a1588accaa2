@NullMarked
package io.lull.node.log;

import org.jspecify.annotations.NullMarked;
