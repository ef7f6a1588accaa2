/** What is mounted where. */
@NullMarked
package io.lull.provider.mount;

import org.jspecify.annotations.NullMarked;
