/** Measurements of whole nodes and clusters, each beside the floor that the machine gives it. */
@NullMarked
package io.lull.benchmarks.system;

import org.jspecify.annotations.NullMarked;
