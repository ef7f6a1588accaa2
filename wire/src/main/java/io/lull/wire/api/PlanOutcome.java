package io.lull.wire.api;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import java.time.Instant;
import java.util.Optional;

/**
 * How a run of a plan went, as its notices tell it.
 *
 * @param node the node that ran it
 * @param succeeded whether all of it went well, the command after it too
 * @param set the set that exists, or existed while the plan ran
 * @param failure what went wrong first
 */
public record PlanOutcome(
    String plan,
    HostId node,
    SessionId session,
    boolean succeeded,
    Optional<SetId> set,
    Optional<Grade> grade,
    Optional<Fault> failure,
    Instant began,
    Instant ended) {}
