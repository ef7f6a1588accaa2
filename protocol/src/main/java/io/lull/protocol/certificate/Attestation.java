package io.lull.protocol.certificate;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;

/**
 * A host's word on how one writer's hold ended.
 *
 * @param token the hold that was ended
 * @param receipts the digest of all commit receipts that the Thaw carried, so that the word can
 *     only have been given after every commit
 */
public record Attestation(
    WriterId writer,
    SetId set,
    Epoch epoch,
    Incarnation incarnation,
    HoldToken token,
    HoldEnd end,
    Digest receipts) {}
