/**
 * What a backup leaves behind for a restore, and which components belong to it by the rules of
 * selection.
 */
@NullMarked
package io.lull.protocol.document;

import org.jspecify.annotations.NullMarked;
