/** What is kept of copies whose markers cannot lie with them, and what copies are called. */
@NullMarked
package io.lull.provider.record;

import org.jspecify.annotations.NullMarked;
