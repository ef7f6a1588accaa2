/**
 * A restore session: writers make way for their files, the requester puts these back, and writers
 * take them over. Nothing is frozen and nothing can be aborted, so the way out of a restore that
 * fails leads through PostRestore. {@code RestoreTable} has the rules; {@code RestorePlan} says how
 * files are put back.
 */
@NullMarked
package io.lull.protocol.restore;

import org.jspecify.annotations.NullMarked;
