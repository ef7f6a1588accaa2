package io.lull.node;

import com.typesafe.config.Config;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.coordinator.SessionMessage;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.node.log.HostLog;
import io.lull.node.metrics.Metrics;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderMachine;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.SessionInput.FateAsked;
import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.provider.FateQuestion;
import io.lull.provider.ProviderActor;
import io.lull.provider.ProviderCommand;
import io.lull.provider.ProviderNews;
import io.lull.provider.ProviderSetup;
import io.lull.provider.QuietLog;
import io.lull.provider.Workers;
import io.lull.provider.spi.Provider;
import io.lull.writer.WriterActor;
import io.lull.writer.WriterCommand;
import io.lull.writer.WriterHost;
import io.lull.writer.WriterNews;
import io.lull.writer.WriterSetup;
import io.lull.writer.WriterStart;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import io.lull.writer.stream.Instances;
import io.lull.writer.stream.StreamNews;
import io.lull.writer.stream.StreamReports;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * What makes a node a host: its writers, its providers, and the agent that speaks for them.
 *
 * @param gate what the copies of earlier lives tell of creations here
 * @param shared what all writers share
 * @param workers where the providers do their work
 * @param log where the providers say what they cannot tell anybody
 * @param copying the rules of the providers
 * @param news how its writers, providers and instances are
 * @param streams what of it can be streamed; empty if nothing can
 */
public record Host(
    HostId id,
    HostSettings settings,
    Limits limits,
    CreationGate gate,
    WriterHost shared,
    Workers workers,
    QuietLog log,
    Machine<
            io.lull.protocol.provider.Provider,
            ProviderInput,
            Uptime,
            ProviderEvent,
            ProviderEffect,
            ProviderReply>
        copying,
    HostNews news,
    Optional<HostStreams> streams) {
  /** A host of which there are no news yet, and that cannot be streamed. */
  public Host(
      HostId id,
      HostSettings settings,
      Limits limits,
      CreationGate gate,
      WriterHost shared,
      Workers workers,
      QuietLog log,
      Machine<
              io.lull.protocol.provider.Provider,
              ProviderInput,
              Uptime,
              ProviderEvent,
              ProviderEffect,
              ProviderReply>
          copying) {
    this(
        id,
        settings,
        limits,
        gate,
        shared,
        workers,
        log,
        copying,
        new HostNews(),
        Optional.empty());
  }

  /**
   * Begins a new life of the host, before there is an actor.
   *
   * @param own kinds of writers that the application brings along in which the node runs
   * @throws RuntimeException if something of it cannot be used
   */
  static Host prepare(NodeSettings node, Config config, Collection<WriterFactory> own) {
    HostSettings settings = HostSettings.of(node.host(), config, own);
    CreationGate gate = gate(settings.providers().values());
    Incarnation life = new LifeCounter(settings.lifeFile()).begin();
    try {
      WriterHost shared =
          WriterHost.of(life, node.limits())
              .showing(set -> new HostCopies(set, settings.providers().values()));
      HostNews news = new HostNews();
      Host host =
          new Host(
              node.host(),
              settings,
              node.limits(),
              gate,
              shared,
              // Providers wait in the kernel and for processes, where a virtual thread keeps its
              // carrier.
              Workers.systemThreads(),
              new HostLog(shared.log()),
              new ProviderMachine(),
              news,
              Optional.of(new HostStreams(settings, node.streams(), node.limits(), shared, news)));
      host.startWriters();
      return host;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("expected to start, but was told to stop", stopped);
    }
  }

  /** What has to be there before anything is frozen is begun before anybody can ask for that. */
  void startWriters() {
    settings
        .writers()
        .forEach((id, writer) -> WriterStart.begin(id, writer, shared, news.writer(id)));
  }

  /** Has its writers, providers and instances measured. */
  void measure(Metrics metrics) {
    SortedMap<WriterId, WriterNews> writers = new TreeMap<>();
    settings.writers().keySet().forEach(writer -> writers.put(writer, news.writer(writer)));
    SortedMap<ProviderId, ProviderNews> providers = new TreeMap<>();
    settings.providers().keySet().forEach(id -> providers.put(id, news.provider(id)));
    metrics.ofHost(writers, providers, shared.clock());
    SortedMap<InstanceId, StreamNews> instances = new TreeMap<>();
    settings.instances().keySet().forEach(id -> instances.put(id, news.instance(id)));
    metrics.ofStreams(id, instances);
  }

  /** Starts everything below the actor whose context this is; of streams nobody is told. */
  public ActorRef<HostMessage> start(
      ActorContext<?> context, Consumer<SessionMessage.Addressed> sessions) {
    return start(context, sessions, (session, life, report) -> {});
  }

  /**
   * Starts everything below the actor whose context this is.
   *
   * @param reports whom it tells what happened to streams
   */
  public ActorRef<HostMessage> start(
      ActorContext<?> context, Consumer<SessionMessage.Addressed> sessions, StreamReports reports) {
    // Before the writers, of which some keep out of the way of streams.
    streams.ifPresent(all -> all.start(context, reports));
    Presence presence =
        new Presence(id, shared.incarnation(), settings.writers().keySet(), candidates());
    return context.spawn(
        HostAgent.create(
            presence,
            writers(context),
            providers(context, sessions),
            gate,
            new HostAgent.Lookout(
                () -> news.view(presence, settings, shared.clock().get(), Instant.now()),
                settings.providers(),
                workers,
                settings.exposures(),
                streams
                    .map(HostStreams::instances)
                    .orElseGet(() -> Instances.none(shared.incarnation()))),
            settings.announceEvery()),
        "agent");
  }

  private List<Candidate> candidates() {
    return settings.providers().entrySet().stream()
        .map(
            entry ->
                new Candidate(
                    entry.getKey(),
                    entry.getValue().kind(),
                    entry.getValue().atomic() ? Cut.ATOMIC : Cut.GRADUAL,
                    shared.incarnation()))
        .toList();
  }

  private SortedMap<WriterId, ActorRef<WriterCommand>> writers(ActorContext<?> context) {
    SortedMap<WriterId, ActorRef<WriterCommand>> writers = new TreeMap<>();
    settings
        .writers()
        .forEach(
            (writer, application) ->
                writers.put(
                    writer,
                    context.spawn(
                        WriterActor.create(
                            new WriterSetup(
                                writer,
                                exclusive(writer, application),
                                Optional.empty(),
                                left(writer, application),
                                shared,
                                news.writer(writer))),
                        "writer-" + writer.name())));
    return writers;
  }

  private Writer exclusive(WriterId writer, Writer application) {
    return streams.map(all -> all.exclusive(writer, application)).orElse(application);
  }

  /** What cannot be known stays as it is: a freeze by somebody else is refused by its owner. */
  private Collection<FoundHold> left(WriterId writer, Writer application) {
    try {
      return application.leftBehind();
    } catch (Exception unknown) {
      shared
          .log()
          .write(writer + ": expected to learn what is frozen since an earlier life: " + unknown);
      return List.of();
    }
  }

  private SortedMap<ProviderId, ActorRef<ProviderCommand>> providers(
      ActorContext<?> context, Consumer<SessionMessage.Addressed> sessions) {
    SortedMap<ProviderId, ActorRef<ProviderCommand>> providers = new TreeMap<>();
    settings
        .providers()
        .forEach(
            (provider, made) ->
                providers.put(
                    provider,
                    context.spawn(
                        ProviderActor.create(setup(provider, made, sessions)),
                        "provider-" + provider.name())));
    return providers;
  }

  private ProviderSetup setup(
      ProviderId provider, Provider made, Consumer<SessionMessage.Addressed> sessions) {
    FateQuestion fates =
        (session, set) ->
            sessions.accept(
                new SessionMessage.Tell(new ToSession(session, new FateAsked(provider, set))));
    return new ProviderSetup(
        provider,
        shared.incarnation(),
        limits,
        made,
        workers,
        shared.clock(),
        fates,
        log,
        copying,
        news.provider(provider));
  }

  /** What the copies of earlier lives tell; without it a late creation could begin once more. */
  public static CreationGate gate(Collection<Provider> providers) {
    CreationGate gate = CreationGate.UNUSED;
    for (Provider provider : providers) {
      try {
        for (Marker marker : provider.copies()) {
          gate = gate.seen(marker.slot(), marker.snapshot().set());
        }
      } catch (Exception unreadable) {
        throw new IllegalStateException(
            "expected to list the copies of earlier lives, but could not", unreadable);
      }
    }
    return gate;
  }
}
