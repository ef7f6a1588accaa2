package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostMessage.AskStream;
import io.lull.cluster.config.message.HostMessage.TellStream;
import io.lull.cluster.config.message.HostReply.StreamAnswered;
import io.lull.coordinator.StreamMessage.TellStreamSession;
import io.lull.coordinator.StreamMessage.ToStreamSession;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.InstanceFacts;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.SessionReport;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamMachine;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionInput.HostReported;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** A host that follows the rules of streams, and whose files and logs are there at once. */
final class StreamHostDouble extends AbstractBehavior<HostMessage> {
  static final Incarnation LIFE = new Incarnation(7);
  static final InstanceId INSTANCE = new InstanceId("orders");
  static final DatabaseId DATABASE = new DatabaseId("main");

  private static final StreamMachine MACHINE = new StreamMachine();

  private final HostId id;
  private final Script script;
  private final Map<RequestId, ActorRef<StreamAnswered>> askers = new HashMap<>();
  private StreamHost host = StreamHost.started(LIFE, false);

  /** What became of the host's logs, and how it misbehaves. */
  static final class Script {
    final BlockingQueue<Logs> deleted = new LinkedBlockingQueue<>();
    final BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
    final Sessions way;
    volatile boolean silent;
    volatile boolean mute;

    Script(Sessions way) {
      this.way = way;
    }
  }

  private record Directories(Set<ActorRef<DirectoryMessage>> all) implements HostMessage {}

  /** Has the host tell again what its session has not taken. */
  record TellAgain() implements HostMessage {}

  /** Reads past the session, as whoever has a ticket does. */
  record Read(StreamInput.ReadFile read) implements HostMessage {}

  private StreamHostDouble(ActorContext<HostMessage> context, HostId id, Script script) {
    super(context);
    this.id = id;
    this.script = script;
    give(
        new StreamInput.StartInstance(
            new RequestId("start"),
            INSTANCE,
            InstanceFacts.of(
                Logging.KEPT, 3, List.of(new Database(DATABASE, true, Optional.empty())))));
  }

  static Behavior<HostMessage> create(HostId id, Script script) {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(
                  Receptionist.subscribe(
                      DirectoryMessage.KEY,
                      context.messageAdapter(
                          Receptionist.Listing.class,
                          listing ->
                              new Directories(listing.getServiceInstances(DirectoryMessage.KEY)))));
          return new StreamHostDouble(context, id, script);
        });
  }

  @Override
  public Receive<HostMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(
            Directories.class,
            there -> {
              HostPresent present =
                  new HostPresent(
                      new Presence(id, LIFE, Set.of(), List.of()), getContext().getSelf());
              there.all().forEach(directory -> directory.tell(present));
              return this;
            })
        .onMessage(
            AskStream.class,
            ask -> {
              if (!script.silent) {
                askers.put(ask.question().request().request(), ask.replyTo());
                give(ask.question().request());
              }
              return this;
            })
        .onMessage(
            TellStream.class,
            tell -> {
              give(tell.told().told());
              return this;
            })
        .onMessage(
            Read.class,
            read -> {
              give(read.read());
              return this;
            })
        .onMessage(
            TellAgain.class,
            _ -> {
              host.reports().forEach(this::report);
              return this;
            })
        .build();
  }

  private void give(StreamInput input) {
    Decision<StreamEvent, StreamEffect, StreamReply> decision =
        MACHINE.decide(host, input, Uptime.ZERO);
    host = MACHINE.replay(host, decision.events());
    script.events.addAll(decision.events());
    decision.effects().forEach(this::carryOut);
    for (StreamReply reply : decision.replies()) {
      ActorRef<StreamAnswered> asker = askers.remove(reply.request());
      if (asker != null) {
        asker.tell(new StreamAnswered(new StreamSaid(reply, ticket(reply))));
      }
    }
  }

  private static Optional<Ticket> ticket(StreamReply reply) {
    return reply instanceof StreamReply.Opened opened
        ? Optional.of(new Ticket("http://127.0.0.1:1", "handle-" + opened.handle()))
        : Optional.empty();
  }

  private void carryOut(StreamEffect effect) {
    switch (effect) {
      case StreamEffect.OpenData open ->
          give(new StreamInput.FileOpened(open.instance(), open.call(), 4096));
      case StreamEffect.ReadData read ->
          give(new StreamInput.ReadEnded(read.instance(), read.call(), 4096));
      case StreamEffect.RollLog roll ->
          give(
              new StreamInput.LogsRolled(
                  roll.instance(), roll.call(), Logs.of(List.of(1L, 2L, 3L))));
      case StreamEffect.DeleteLogs delete -> script.deleted.add(delete.logs());
      case StreamEffect.ReportToSession report -> report(report.report());
      case StreamEffect.CloseData _, StreamEffect.MarkHeaders _ -> {}
    }
  }

  private void report(SessionReport report) {
    if (!script.mute) {
      script.way.tell(
          new TellStreamSession(
              new ToStreamSession(report.event().stamp().session(), new HostReported(id, report))));
    }
  }
}
