/** The dashboard as somebody sees and uses it, in a real browser. */
@NullMarked
package io.lull.acceptance.page;

import org.jspecify.annotations.NullMarked;
