/** Tests of the backup session. */
@NullMarked
package io.lull.protocol.session;

import org.jspecify.annotations.NullMarked;
