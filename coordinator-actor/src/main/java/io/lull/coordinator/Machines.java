package io.lull.coordinator;

import io.lull.protocol.restore.Restore;
import io.lull.protocol.restore.RestoreEffect;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreMachine;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.slot.Slot;
import io.lull.protocol.slot.SlotEffect;
import io.lull.protocol.slot.SlotEvent;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotMachine;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.Window;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowEvent;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowMachine;
import java.time.Instant;

/** The rules that a coordinator's actors follow; a simulation watches them decide. */
public record Machines(
    Machine<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> session,
    Machine<Restore, RestoreInput, Instant, RestoreEvent, RestoreEffect, RestoreReply> restore,
    Machine<Window, WindowInput, Uptime, WindowEvent, WindowEffect, Void> window,
    Machine<Slot, SlotInput, Instant, SlotEvent, SlotEffect, SlotReply> slot) {
  /** The machines of the protocol. */
  public static final Machines REAL =
      new Machines(
          new SessionMachine(), new RestoreMachine(), new WindowMachine(), new SlotMachine());
}
