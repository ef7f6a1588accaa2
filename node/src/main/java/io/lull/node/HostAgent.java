package io.lull.node;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostMessage.AskProvider;
import io.lull.cluster.config.message.HostMessage.AskStream;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.cluster.config.message.HostMessage.Expose;
import io.lull.cluster.config.message.HostMessage.Look;
import io.lull.cluster.config.message.HostMessage.TellFate;
import io.lull.cluster.config.message.HostMessage.TellStream;
import io.lull.cluster.config.message.HostMessage.Where;
import io.lull.cluster.config.message.HostReply;
import io.lull.node.expose.Exposures;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import io.lull.provider.ProviderCommand;
import io.lull.provider.Workers;
import io.lull.provider.spi.Provider;
import io.lull.wire.api.HostView;
import io.lull.writer.WriterCommand;
import io.lull.writer.stream.Instances;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Speaks for a host: says to all coordinators that it is there, and hands their requests to its
 * writers and providers, through the one gate that all of them share.
 */
public final class HostAgent extends AbstractBehavior<HostMessage> {
  private final Presence presence;
  private final Map<WriterId, ActorRef<WriterCommand>> writers;
  private final Map<ProviderId, ActorRef<ProviderCommand>> providers;
  private final Supplier<HostView> view;
  private final Lookout lookout;
  private final Searches searches;
  private final TimerScheduler<HostMessage> timers;
  private final ActorRef<HostMessage> self;
  private CreationGate gate;
  private Set<ActorRef<DirectoryMessage>> directories = Set.of();

  private record Directories(Set<ActorRef<DirectoryMessage>> all) implements HostMessage {}

  private record Announce() implements HostMessage {}

  /**
   * What an agent tells those who only want to look.
   *
   * @param view how the host is at this moment, without asking anybody
   * @param providers whom to ask where copies lie
   * @param workers on whose threads they are asked
   * @param exposures who shows copies at other places
   * @param instances who speaks for what can be streamed
   */
  public record Lookout(
      Supplier<HostView> view,
      Map<ProviderId, Provider> providers,
      Workers workers,
      Exposures exposures,
      Instances instances) {
    /** The same for a host whose copies nobody has shown anywhere, and that cannot be streamed. */
    public Lookout(Supplier<HostView> view, Map<ProviderId, Provider> providers, Workers workers) {
      this(view, providers, workers, new Exposures(providers), Instances.none(Incarnation.FIRST));
    }
  }

  private HostAgent(
      ActorContext<HostMessage> context,
      TimerScheduler<HostMessage> timers,
      Presence presence,
      Map<WriterId, ActorRef<WriterCommand>> writers,
      Map<ProviderId, ActorRef<ProviderCommand>> providers,
      CreationGate gate,
      Lookout lookout) {
    super(context);
    this.presence = presence;
    this.writers = writers;
    this.providers = providers;
    this.gate = gate;
    this.view = lookout.view();
    this.lookout = lookout;
    this.searches = new Searches(lookout.providers(), lookout.workers());
    this.timers = timers;
    // Taken here, because a context may be asked on its own thread only.
    this.self = context.getSelf();
  }

  /**
   * The agent of a host.
   *
   * @param gate what the copies of earlier lives tell of creations here
   */
  public static Behavior<HostMessage> create(
      Presence presence,
      Map<WriterId, ActorRef<WriterCommand>> writers,
      Map<ProviderId, ActorRef<ProviderCommand>> providers,
      CreationGate gate,
      Lookout lookout,
      Duration announceEvery) {
    return Behaviors.setup(
        context -> {
          ActorRef<Receptionist.Listing> listings =
              context.messageAdapter(
                  Receptionist.Listing.class,
                  listing -> new Directories(listing.getServiceInstances(DirectoryMessage.KEY)));
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.subscribe(DirectoryMessage.KEY, listings));
          return Behaviors.withTimers(
              timers -> {
                timers.startTimerWithFixedDelay(new Announce(), announceEvery);
                return new HostAgent(context, timers, presence, writers, providers, gate, lookout);
              });
        });
  }

  @Override
  public Receive<HostMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(AskWriter.class, this::askWriter)
        .onMessage(AskProvider.class, this::askProvider)
        .onMessage(TellFate.class, this::tellFate)
        .onMessage(Look.class, this::look)
        .onMessage(Where.class, this::where)
        .onMessage(Expose.class, this::expose)
        .onMessage(AskStream.class, this::askStream)
        .onMessage(TellStream.class, this::tellStream)
        .onMessage(Searches.Found.class, this::found)
        .onMessage(Searches.Overdue.class, this::overdue)
        .onMessage(Directories.class, this::directories)
        .onMessage(Announce.class, _ -> announce())
        .build();
  }

  private Behavior<HostMessage> directories(Directories there) {
    directories = there.all();
    return announce();
  }

  private Behavior<HostMessage> announce() {
    HostPresent present = new HostPresent(presence, getContext().getSelf());
    directories.forEach(directory -> directory.tell(present));
    return this;
  }

  private Behavior<HostMessage> askWriter(AskWriter ask) {
    WriterId id = ask.question().writer();
    ActorRef<WriterCommand> writer = writers.get(id);
    if (!(ask.question().request() instanceof WriterRequest request)) {
      if (writer != null) {
        writer.tell(new WriterCommand.Asked(ask.question().request(), ask.replyTo()));
      }
      return this;
    }
    WriterStep step = WriterStep.of(request);
    Optional<Fault> barred =
        writer == null
            ? unknown(Failure.OBJECT_NOT_FOUND, id)
            : barred(request.stamp(), step.creates());
    if (writer != null && barred.isEmpty()) {
      writer.tell(new WriterCommand.Asked(request, ask.replyTo()));
    }
    barred.ifPresent(
        fault ->
            ask.replyTo()
                .tell(
                    new WriterReply.Refused(
                        id, request.stamp(), step, presence.incarnation(), fault)));
    return this;
  }

  private Behavior<HostMessage> askProvider(AskProvider ask) {
    ProviderId id = ask.question().provider();
    ActorRef<ProviderCommand> provider = providers.get(id);
    ProviderRequest request = ask.question().request();
    ProviderStep step = ProviderStep.of(request);
    Optional<Fault> barred =
        provider == null
            // Not that its copies are not found: nobody here can say what became of them.
            ? unknown(Failure.PROVIDER_NOT_REGISTERED, id)
            : barred(request.stamp(), step.creates());
    if (provider != null && barred.isEmpty()) {
      provider.tell(new ProviderCommand.Asked(request, ask.replyTo()));
    }
    barred.ifPresent(
        fault ->
            ask.replyTo()
                .tell(
                    new ProviderReply.Refused(
                        id, request.stamp(), step, presence.incarnation(), fault)));
    return this;
  }

  private Behavior<HostMessage> tellFate(TellFate tell) {
    ActorRef<ProviderCommand> provider = providers.get(tell.fate().provider());
    if (provider != null) {
      provider.tell(new ProviderCommand.Told(new FateTold(tell.fate().set(), tell.fate().lives())));
    }
    return this;
  }

  private Behavior<HostMessage> look(Look look) {
    look.replyTo().tell(new HostReply.Looked(view.get()));
    return this;
  }

  private Behavior<HostMessage> where(Where where) {
    searches.begin(where, timers, self::tell);
    return this;
  }

  private Behavior<HostMessage> expose(Expose expose) {
    lookout.exposures().begin(expose, lookout.workers());
    return this;
  }

  private Behavior<HostMessage> askStream(AskStream ask) {
    lookout
        .instances()
        .ask(
            ask.question().request(),
            said -> ask.replyTo().tell(new HostReply.StreamAnswered(said)));
    return this;
  }

  private Behavior<HostMessage> tellStream(TellStream tell) {
    lookout.instances().tell(tell.told().told());
    return this;
  }

  private Behavior<HostMessage> found(Searches.Found found) {
    searches.found(found, timers);
    return this;
  }

  private Behavior<HostMessage> overdue(Searches.Overdue overdue) {
    searches.overdue(overdue);
    return this;
  }

  private static Optional<Fault> unknown(Failure failure, Object id) {
    return Optional.of(Fault.expected(failure, id + " on this host", "it is not configured here"));
  }

  // A message for another life changes nothing here, so it must not move the gate either.
  private Optional<Fault> barred(Stamp stamp, boolean creates) {
    if (!stamp.incarnation().equals(presence.incarnation())) {
      return Optional.empty();
    }
    return switch (gate.admit(stamp, creates)) {
      case CreationGate.Admission.Admitted admitted -> {
        gate = admitted.next();
        yield Optional.empty();
      }
      case CreationGate.Admission.Barred barred -> Optional.of(barred.fault());
    };
  }
}
