package io.lull.node;

import io.lull.cluster.config.settings.StreamSettings;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.writer.HandlerThreads;
import io.lull.writer.WriterHost;
import io.lull.writer.spi.Writer;
import io.lull.writer.stream.ExclusiveWriter;
import io.lull.writer.stream.Instances;
import io.lull.writer.stream.MarksFile;
import io.lull.writer.stream.StreamActor;
import io.lull.writer.stream.StreamCommand;
import io.lull.writer.stream.StreamReader;
import io.lull.writer.stream.StreamReports;
import io.lull.writer.stream.StreamSetup;
import io.lull.writer.stream.StreamShared;
import io.lull.writer.stream.Tickets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** What of a host can be streamed: its instances, from their settings to their actors. */
final class HostStreams {
  private final HostSettings host;
  private final StreamSettings settings;
  private final Limits limits;
  private final WriterHost shared;
  private final HostNews news;
  private volatile Instances instances;

  HostStreams(
      HostSettings host, StreamSettings settings, Limits limits, WriterHost shared, HostNews news) {
    this.host = host;
    this.settings = settings;
    this.limits = limits;
    this.shared = shared;
    this.news = news;
    this.instances = Instances.none(shared.incarnation());
  }

  /** Those that have started. */
  Instances instances() {
    return instances;
  }

  /** Who reads here for those who have tickets, once all have started. */
  StreamReader reader() {
    return instances.reader();
  }

  /** Starts all below the actor whose context this is. */
  void start(ActorContext<?> context, StreamReports reports) {
    Tickets tickets = Tickets.fresh();
    StreamShared all =
        new StreamShared(
            shared.incarnation(),
            host.instances().size() > 1,
            limits,
            settings,
            shared.clock(),
            // Sources wait in native code and for processes, as providers do.
            HandlerThreads.system(),
            shared.log(),
            tickets,
            reports);
    SortedMap<InstanceId, ActorRef<StreamCommand>> actors = new TreeMap<>();
    host.instances()
        .forEach(
            (id, instance) ->
                actors.put(
                    id,
                    context.spawn(
                        StreamActor.create(
                            new StreamSetup(
                                id,
                                instance.source(),
                                MarksFile.beside(host.lifeFile(), id),
                                all,
                                news.instance(id))),
                        "stream-" + id)));
    instances = new Instances(shared.incarnation(), actors, tickets);
  }

  /** The writer, kept apart from the streams of its application if it has any. */
  Writer exclusive(WriterId id, Writer application) {
    return host.instances().entrySet().stream()
        .filter(entry -> entry.getValue().writer().filter(id::equals).isPresent())
        .map(entry -> instances.mark(entry.getKey()))
        .<Writer>map(mark -> new ExclusiveWriter(application, mark))
        .findFirst()
        .orElse(application);
  }
}
