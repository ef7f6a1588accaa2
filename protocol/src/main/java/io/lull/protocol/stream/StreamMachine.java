package io.lull.protocol.stream;

import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The streams of one host; its rules are the rows of {@link StreamTable}.
 *
 * <p>It needs no coordinator to stop a stream, and its memory ends with the host's process: a new
 * life begins with no stream, so that everything which was open counts as aborted by the server.
 */
public final class StreamMachine
    implements Machine<StreamHost, StreamInput, Uptime, StreamEvent, StreamEffect, StreamReply> {

  @Override
  public Decision<StreamEvent, StreamEffect, StreamReply> decide(
      StreamHost host, StreamInput input, Uptime now) {
    return Fence.late(host, input).orElseGet(() -> timely(host, input, now));
  }

  private Decision<StreamEvent, StreamEffect, StreamReply> timely(
      StreamHost host, StreamInput input, Uptime now) {
    Decision<StreamEvent, StreamEffect, StreamReply> takeover = Fence.takeover(host, input);
    StreamHost taken = replay(host, takeover.events());
    Decision<StreamEvent, StreamEffect, StreamReply> decision =
        StreamTable.TABLE.decide(Sight.phase(taken, input), taken, input, now);
    return ReportRules.reported(taken, Decisions.both(takeover, decision));
  }

  /**
   * The host as this Begin leaves it if its source is as the stream needs it; nothing if the stream
   * would not open even then.
   *
   * <p>Only for such a stream a source is looked at, and that takes time. Whoever stops it
   * meanwhile cannot wait, and is answered as this host answers.
   */
  public Optional<StreamHost> foreseen(StreamHost host, BeginStream begin, Uptime now) {
    return foreseen(this, host, begin, now);
  }

  /** The same, as any machine of streams decides. */
  public static Optional<StreamHost> foreseen(
      Machine<StreamHost, StreamInput, Uptime, StreamEvent, StreamEffect, StreamReply> machine,
      StreamHost host,
      BeginStream begin,
      Uptime now) {
    StreamHost kindest =
        host.find(begin.instance())
            .map(there -> host.with(there.with(there.facts().with(Logging.KEPT))))
            .orElse(host);
    BeginStream least =
        new BeginStream(begin.request(), begin.instance(), begin.stamp(), StreamKind.COPY);
    List<StreamEvent> events = machine.decide(kindest, least, now).events();
    return events.stream().anyMatch(StreamEvent.StreamBegun.class::isInstance)
        ? Optional.of(machine.replay(kindest, events))
        : Optional.empty();
  }

  @Override
  public StreamHost apply(StreamHost host, StreamEvent event) {
    return StreamEvents.apply(host, event);
  }

  /** What is not answered yet: by the host itself, and by sessions that were told something. */
  @Override
  public List<StreamEffect> outstanding(StreamHost host, Uptime now) {
    List<StreamEffect> effects = new ArrayList<>();
    for (Instance instance : host.instances().values()) {
      instance.stream()
          .flatMap(stream -> stream.work().call())
          .map(call -> call.effect(instance.id()))
          .ifPresent(effects::add);
    }
    host.reports().forEach(report -> effects.add(new StreamEffect.ReportToSession(report)));
    return effects;
  }
}
