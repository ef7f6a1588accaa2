/**
 * How long everything may take and how much of it there may be, with the checks that they agree.
 */
@NullMarked
package io.lull.protocol.limit;

import org.jspecify.annotations.NullMarked;
