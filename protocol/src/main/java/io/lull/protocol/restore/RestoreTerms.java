package io.lull.protocol.restore;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.limit.Limits;

/**
 * What a restore begins with; fixed from then on.
 *
 * @param document what is restored from
 * @param limits those that hold for all of this restore, whatever is configured later
 * @param leased whether the session ends by itself when its requester falls silent
 */
public record RestoreTerms(BackupDocument document, Limits limits, boolean leased) {}
