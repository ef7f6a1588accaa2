/**
 * The requester's side: one backup, restore or stream, called step by step or as a whole.
 *
 * <p>Every call has a request id and is called again under it until it is answered, so that a
 * fail-over of the session costs a requester time and nothing else.
 */
@NullMarked
package io.lull.coordinator.client;

import org.jspecify.annotations.NullMarked;
