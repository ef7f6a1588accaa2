/**
 * The evidence that a set is consistent: hold tokens, commit receipts and attestations, chained by
 * digests, and a checker that believes none of the parties alone.
 */
@NullMarked
package io.lull.protocol.certificate;

import org.jspecify.annotations.NullMarked;
