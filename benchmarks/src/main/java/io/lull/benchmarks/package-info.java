/** Benchmarks of the machines, the wire form and the simulator. */
@NullMarked
package io.lull.benchmarks;

import org.jspecify.annotations.NullMarked;
