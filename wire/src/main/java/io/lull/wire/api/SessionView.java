package io.lull.wire.api;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionPhase;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One session, as far as it is journaled.
 *
 * @param version the number of its last event; what a caller names who wants nothing newer changed
 * @param over whether nothing will happen any more
 * @param lowest the lowest grade under which its set still counts as a success
 * @param grade how consistent its set is; empty unless that was certified
 * @param unconfirmed writers that have not said that they run again; somebody has to look
 */
public record SessionView(
    SessionId session,
    long version,
    SessionPhase phase,
    boolean over,
    Epoch epoch,
    Grade lowest,
    Instant began,
    Instant changed,
    Optional<SetId> set,
    Optional<Grade> grade,
    Optional<Fault> failure,
    SortedSet<WriterId> writers,
    SortedSet<WriterId> unconfirmed) {}
