package io.lull.protocol.simulation;

import io.lull.protocol.id.Stamp;
import io.lull.protocol.provider.Provider;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderMachine;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.slot.CreationGate;
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
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMachine;
import io.lull.protocol.writer.WriterReply;
import java.time.Instant;

/** The machines that a run is made of; a test puts a wrong one in to see it caught. */
record Machines(
    Machine<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> session,
    Machine<Window, WindowInput, Uptime, WindowEvent, WindowEffect, Void> window,
    Machine<Slot, SlotInput, Instant, SlotEvent, SlotEffect, SlotReply> slot,
    Machine<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> writer,
    Machine<Provider, ProviderInput, Uptime, ProviderEvent, ProviderEffect, ProviderReply> provider,
    Gate gate) {

  /** What a host's gate does. */
  @FunctionalInterface
  interface Gate {
    CreationGate.Admission admit(CreationGate gate, Stamp stamp, boolean creates);
  }

  Machines with(
      Machine<Window, WindowInput, Uptime, WindowEvent, WindowEffect, Void> otherWindow,
      Machine<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply>
          otherSession) {
    return new Machines(otherSession, otherWindow, slot, writer, provider, gate);
  }

  Machines with(
      Machine<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> otherWriter) {
    return new Machines(session, window, slot, otherWriter, provider, gate);
  }

  static Machines real() {
    return new Machines(
        new SessionMachine(),
        new WindowMachine(),
        new SlotMachine(),
        new WriterMachine(),
        new ProviderMachine(),
        CreationGate::admit);
  }
}
