package io.lull.protocol.simulation.stream;

import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamMachine;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEffect;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionMachine;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import java.time.Instant;

/** The machines that a run is made of; a test puts a wrong one in to see it caught. */
record StreamMachines(
    Machine<
            StreamSession,
            StreamSessionInput,
            Instant,
            StreamSessionEvent,
            StreamSessionEffect,
            StreamSessionReply>
        session,
    Machine<StreamHost, StreamInput, Uptime, StreamEvent, StreamEffect, StreamReply> host) {
  static StreamMachines real() {
    return new StreamMachines(new StreamSessionMachine(), new StreamMachine());
  }
}
