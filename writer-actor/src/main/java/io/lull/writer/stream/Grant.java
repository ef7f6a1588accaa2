package io.lull.writer.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;

/** What a ticket lets its bearer read: the file of one handle, for the session that opened it. */
public record Grant(SessionId session, InstanceId instance, long handle) {}
