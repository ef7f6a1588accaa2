package io.lull.protocol.session;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;

/**
 * What a requester demands of its session; fixed when the session begins.
 *
 * @param lowest the lowest grade under which a set still counts as a success
 * @param leased whether the session ends by itself when its requester falls silent
 */
public record Policy(Limits limits, Grade lowest, boolean leased) {}
