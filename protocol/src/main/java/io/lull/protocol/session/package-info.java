/**
 * A backup session: the requester's verbs, what is asked of writers and providers in which order,
 * and what becomes of it all when something fails. {@code SessionTable} has the rules.
 */
@NullMarked
package io.lull.protocol.session;

import org.jspecify.annotations.NullMarked;
