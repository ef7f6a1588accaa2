package io.lull.protocol.window;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.writer.WriterReply;

/** What a freeze window is given. */
public sealed interface WindowInput {
  /** An answer of a participant; it belongs to this window only if its stamp says so. */
  sealed interface Answer extends WindowInput {
    Stamp stamp();
  }

  /** The plan is durable; begin. */
  record OpenWindow() implements WindowInput {}

  /** A writer stands still. */
  record WriterFroze(WriterReply.Frozen reply) implements Answer {
    @Override
    public Stamp stamp() {
      return reply.stamp();
    }
  }

  /** A writer's hold is over. */
  record WriterLetGo(WriterReply.Thawed reply) implements Answer {
    @Override
    public Stamp stamp() {
      return reply.stamp();
    }
  }

  /** A writer's handler has ended: an Abort that is done, or a Freeze or Thaw that failed. */
  record WriterHandled(WriterReply.Handled reply) implements Answer {
    @Override
    public Stamp stamp() {
      return reply.stamp();
    }
  }

  /** A writer's host did not take a request up. */
  record WriterRefused(WriterReply.Refused reply) implements Answer {
    @Override
    public Stamp stamp() {
      return reply.stamp();
    }
  }

  /** A provider has ended a step other than a successful Commit. */
  record ProviderStepped(ProviderReply.Stepped reply) implements Answer {
    @Override
    public Stamp stamp() {
      return reply.stamp();
    }
  }

  /** A provider has made its copies. */
  record ProviderCommitted(ProviderReply.Committed reply) implements Answer {
    @Override
    public Stamp stamp() {
      return reply.stamp();
    }
  }

  /** A provider's host did not take a request up. */
  record ProviderRefused(ProviderReply.Refused reply) implements Answer {
    @Override
    public Stamp stamp() {
      return reply.stamp();
    }
  }

  /** A timer of this window is due. */
  record TimerDue(WindowTimer timer) implements WindowInput {}

  /** The session gives the set up: its requester asked for it, or is gone. */
  record AbortWindow(Fault cause) implements WindowInput {}

  /** A host cannot be reached, or lives a new life; what it holds is in its own hands. */
  record HostLost(HostId host, Fault fault) implements WindowInput {}
}
