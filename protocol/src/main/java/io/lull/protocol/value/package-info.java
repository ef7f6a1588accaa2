/**
 * Immutable collections whose order is that of their elements, in every run alike, and text that
 * may be shown.
 */
@NullMarked
package io.lull.protocol.value;

import org.jspecify.annotations.NullMarked;
