/** Shows in a minute what Lull is for, with real processes and real data. */
@NullMarked
package io.lull.demo;

import org.jspecify.annotations.NullMarked;
