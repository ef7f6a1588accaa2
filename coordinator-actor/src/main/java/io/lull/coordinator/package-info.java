/**
 * Sessions, freeze windows and creation slots as actors.
 *
 * <p>The rules are the machines' in {@code io.lull.protocol}. An actor here gives its machine what
 * arrives, keeps the events, carries the effects out and passes the replies on.
 *
 * <pre>
 *   SessionActor   sharded, journaled   one backup session
 *   CreationSlot   sharded, journaled   one host's permission to create a set
 *   WindowKeeper   one per node         the freeze windows that sessions here have opened
 *   FreezeWindow   one per window       in memory; waits for no journal, log or disk
 *   Directory      one per node         which hosts there are, and who speaks for them
 *   Chronicle      no actor             what became of sessions and sets, for whoever asks
 * </pre>
 */
@NullMarked
package io.lull.coordinator;

import org.jspecify.annotations.NullMarked;
