/** Clusters of real processes, and what becomes of their backups when processes die. */
@NullMarked
package io.lull.acceptance.cluster;

import org.jspecify.annotations.NullMarked;
