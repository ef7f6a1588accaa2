package io.lull.protocol.simulation;

import io.lull.protocol.id.SessionId;

/** Where an answer goes: to whoever asked, wherever the session is by then. */
record Asker(SimCoordinator node, SessionId session, boolean window) {}
