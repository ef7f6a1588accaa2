package io.lull.writer.stream;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamMachine;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.wire.api.StreamSaid;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The instances of a host, each with the actor that speaks for it.
 *
 * @param life the life of the host
 */
public record Instances(
    Incarnation life, SortedMap<InstanceId, ActorRef<StreamCommand>> actors, Tickets tickets) {
  public Instances {
    actors = Sorted.map(actors);
  }

  /** A host without any. */
  public static Instances none(Incarnation life) {
    return new Instances(life, Sorted.map(Map.of()), Tickets.fresh());
  }

  /** Who reads here for those who have tickets. */
  public StreamReader reader() {
    return new StreamReader(this, tickets);
  }

  /** The mark of this instance, for its snapshots. */
  public SnapshotMark mark(InstanceId instance) {
    return new SnapshotMark(instance, actor(instance).orElseThrow());
  }

  /** Asks the instance that a request means; the answer comes on some actor's thread. */
  public void ask(StreamInput.StreamRequest request, Consumer<StreamSaid> answer) {
    meant(request)
        .ifPresentOrElse(
            actor -> actor.tell(new StreamCommand.Asked(request, answer)),
            () -> nowhere(request, answer));
  }

  /** Tells an instance; one that is not there has nothing to do about it. */
  public void tell(StreamInput told) {
    Optional<InstanceId> id =
        switch (told) {
          case StreamInput.Notice notice -> Optional.of(notice.instance());
          case StreamInput.Report report -> Optional.of(report.instance());
          case StreamInput.StreamRequest request -> named(request);
        };
    id.flatMap(this::actor).ifPresent(actor -> actor.tell(new StreamCommand.Told(told)));
  }

  void read(StreamCommand.Read read) {
    // A ticket of this life is for an instance of this life.
    actor(read.grant().instance()).ifPresent(actor -> actor.tell(read));
  }

  private Optional<ActorRef<StreamCommand>> meant(StreamInput.StreamRequest request) {
    Optional<InstanceId> named = named(request);
    return named.isEmpty() && actors.size() == 1
        ? actors.values().stream().findFirst()
        : named.flatMap(this::actor);
  }

  private Optional<ActorRef<StreamCommand>> actor(InstanceId id) {
    return Optional.ofNullable(actors.get(id));
  }

  private static Optional<InstanceId> named(StreamInput.StreamRequest request) {
    return switch (request) {
      case StreamInput.OfSession call -> Optional.of(call.instance());
      case StreamInput.OfNamed owner -> Optional.of(owner.instance());
      case StreamInput.StopBackup stop -> stop.instance();
      case StreamInput.StopService stop -> stop.instance();
    };
  }

  /** In the words of the machine: nothing that is meant runs here. */
  private void nowhere(StreamInput.StreamRequest request, Consumer<StreamSaid> answer) {
    new StreamMachine()
        .decide(StreamHost.started(life, actors.size() > 1), request, Uptime.ZERO)
        .replies()
        .forEach(reply -> answer.accept(new StreamSaid(reply, Optional.empty())));
  }
}
