/** One provider on its host: the steps that make copies, and what becomes of unfinished ones. */
@NullMarked
package io.lull.protocol.provider;

import org.jspecify.annotations.NullMarked;
