/** What the documents tell people to type, typed as it stands. */
@NullMarked
package io.lull.acceptance.documented;

import org.jspecify.annotations.NullMarked;
