/** Providers whose copies are made by command-line tools: what they have in common. */
@NullMarked
package io.lull.provider.tool;

import org.jspecify.annotations.NullMarked;
