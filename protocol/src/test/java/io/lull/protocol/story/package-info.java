/**
 * Stories of a backup: the session and its window run together in a world whose participants do
 * what a script tells them.
 */
@NullMarked
package io.lull.protocol.story;

import org.jspecify.annotations.NullMarked;
