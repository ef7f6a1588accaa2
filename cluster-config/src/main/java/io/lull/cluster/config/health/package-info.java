/** Whether a node lives, and whether it can be given work. */
@NullMarked
package io.lull.cluster.config.health;

import org.jspecify.annotations.NullMarked;
