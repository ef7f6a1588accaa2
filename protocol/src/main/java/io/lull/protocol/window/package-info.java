/**
 * The freeze window: from the first Freeze sent to the last Thaw answered.
 *
 * <p>It lives in memory only and waits for nothing but its participants. Whatever goes wrong, every
 * writer of the plan is told to abort, whether or not it ever acknowledged a freeze.
 */
@NullMarked
package io.lull.protocol.window;

import org.jspecify.annotations.NullMarked;
