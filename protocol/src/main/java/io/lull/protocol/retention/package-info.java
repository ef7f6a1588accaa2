/** Which sets stay and which may go; the rule alone, which deletes nothing. */
@NullMarked
package io.lull.protocol.retention;

import org.jspecify.annotations.NullMarked;
