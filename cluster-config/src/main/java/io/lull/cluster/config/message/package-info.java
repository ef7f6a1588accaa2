/**
 * What coordinators and hosts send each other.
 *
 * <p>The actor modules never see each other; this, and the types of the protocol, is where they
 * meet.
 */
@NullMarked
package io.lull.cluster.config.message;

import org.jspecify.annotations.NullMarked;
