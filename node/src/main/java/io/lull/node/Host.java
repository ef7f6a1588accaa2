package io.lull.node;

import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.coordinator.SessionMessage;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.coordinator.Sessions;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.session.SessionInput.FateAsked;
import io.lull.protocol.slot.CreationGate;
import io.lull.provider.FateQuestion;
import io.lull.provider.ProviderActor;
import io.lull.provider.ProviderCommand;
import io.lull.provider.ProviderSetup;
import io.lull.provider.QuietLog;
import io.lull.provider.Workers;
import io.lull.provider.spi.Provider;
import io.lull.writer.WriterActor;
import io.lull.writer.WriterCommand;
import io.lull.writer.WriterHost;
import io.lull.writer.WriterSetup;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.LoggerFactory;

/** Makes a node a host: starts its writers, its providers, and the agent that speaks for them. */
final class Host {
  private final ActorContext<?> context;
  private final HostId id;
  private final Incarnation life;
  private final Limits limits;
  private final Sessions sessions;

  private Host(
      ActorContext<?> context, HostId id, Incarnation life, Limits limits, Sessions sessions) {
    this.context = context;
    this.id = id;
    this.life = life;
    this.limits = limits;
    this.sessions = sessions;
  }

  /** Starts everything below the actor whose context this is. */
  static ActorRef<HostMessage> start(
      ActorContext<?> context,
      HostId id,
      HostSettings settings,
      Incarnation life,
      Limits limits,
      Sessions sessions) {
    Host host = new Host(context, id, life, limits, sessions);
    SortedMap<ProviderId, ProviderKind> kinds = new TreeMap<>();
    settings.providers().forEach((provider, made) -> kinds.put(provider, made.kind()));
    return context.spawn(
        HostAgent.create(
            new Presence(id, life, settings.writers().keySet(), kinds),
            host.writers(settings),
            host.providers(settings),
            gate(settings),
            settings.announceEvery()),
        "agent");
  }

  private SortedMap<WriterId, ActorRef<WriterCommand>> writers(HostSettings settings) {
    WriterHost shared = WriterHost.of(life, limits);
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
                                writer, application, Optional.empty(), List.of(), shared)),
                        "writer-" + writer.name())));
    return writers;
  }

  private SortedMap<ProviderId, ActorRef<ProviderCommand>> providers(HostSettings settings) {
    SortedMap<ProviderId, ActorRef<ProviderCommand>> providers = new TreeMap<>();
    settings
        .providers()
        .forEach(
            (provider, made) ->
                providers.put(
                    provider,
                    context.spawn(
                        ProviderActor.create(setup(provider, made)),
                        "provider-" + provider.name())));
    return providers;
  }

  private ProviderSetup setup(ProviderId provider, Provider made) {
    FateQuestion fates =
        (session, set) ->
            sessions.tell(
                new SessionMessage.Tell(new ToSession(session, new FateAsked(provider, set))));
    QuietLog log =
        (about, fault) -> LoggerFactory.getLogger(Host.class).warn("{}: {}", about, fault);
    return new ProviderSetup(
        provider,
        life,
        limits,
        made,
        Workers.virtualThreads(),
        ProviderSetup.processClock(),
        fates,
        log);
  }

  /** What the copies of earlier lives tell; without it a late creation could begin once more. */
  private static CreationGate gate(HostSettings settings) {
    CreationGate gate = CreationGate.UNUSED;
    for (Provider provider : settings.providers().values()) {
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
