/**
 * What a coordinator answers over HTTP, to those whom it knows.
 *
 * <p>Routes are by resource; who may ask, what a refusal looks like and how much anybody may take
 * is decided in one place each. What waits for the journal does so beside the actors, and a flood
 * of questions is sent away.
 */
@NullMarked
package io.lull.node.api;

import org.jspecify.annotations.NullMarked;
