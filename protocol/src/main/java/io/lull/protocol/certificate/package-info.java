/**
 * The evidence that a set is consistent, and a checker that believes none of the parties alone.
 *
 * <p>The chain works by message order and needs no synchronised clocks:
 *
 * <ol>
 *   <li>Each hold has a fresh random token, which nobody knows before the writer stands still.
 *   <li>Each Commit carries one digest of all tokens; the provider keeps it with its copies. So
 *       every copy was made after the last writer stood still.
 *   <li>Each Thaw carries one digest of all receipts of these commits; the host records it. So
 *       every hold was ended after the last copy was made.
 *   <li>The owner of each hold attests at that Thaw that the hold had stood without a break. So
 *       every copy was made while every writer stood still.
 * </ol>
 *
 * <p>What the certificate proves, if the checker says Yes: coordinator, hosts and providers, each
 * from its own records, tell this one story, and the grade is no better than the story.
 *
 * <p>What it does not prove:
 *
 * <ul>
 *   <li>That a host tells the truth. Nothing is signed; a host that grants a token without a hold,
 *       or says HELD of one that lapsed, is believed. So is a writer about what its hold keeps
 *       still, for which volumes it speaks and who stands in front of it.
 *   <li>That a hold inside the application's own process was kept: application and witness are one
 *       there, and a process that was stopped or died takes both along.
 *   <li>That a coordinator did not make receipts up. They contain nothing that only the provider
 *       could know, so step 3 rests on a coordinator that waits for them before it digests them.
 *   <li>That a copy is whole, readable, or still there: only that it was made then. Nor what a
 *       writer did between its Thaw and PostSnapshot to a copy that was still writable.
 *   <li>Anything about data for which no writer speaks, even on the same volume.
 * </ul>
 */
@NullMarked
package io.lull.protocol.certificate;

import org.jspecify.annotations.NullMarked;
