package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostMessage.AskProvider;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.cluster.config.message.HostMessage.Look;
import io.lull.cluster.config.message.HostMessage.Where;
import io.lull.cluster.config.message.HostReply;
import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.HostView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** A host with one writer and one provider that do as they are told, unless a test says else. */
final class HostDouble extends AbstractBehavior<HostMessage> {
  static final Incarnation LIFE = new Incarnation(7);

  private final HostId host;
  private final Script script;
  private final SortedSet<Volume> begun = new TreeSet<>();
  private WriterStep last = WriterStep.IDENTIFY;

  /** What a test wants of a host, and what the host has been asked. */
  static final class Script {
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    volatile Consumer<String> whenAsked = _ -> {};
    volatile String diesOf = "nothing";
    volatile boolean tellsNobody = false;
    volatile HostId saysItIs;
    volatile Predicate<WriterInput> writerIsSilent = _ -> false;
    volatile Predicate<WriterInput> writerFails = _ -> false;
    volatile Predicate<ProviderRequest> providerIsSilent = _ -> false;
    volatile Predicate<ProviderRequest> providerFails = _ -> false;

    Script(HostId host) {
      saysItIs = host;
    }

    /** Remembers what was asked, and says whether the host survives it. */
    boolean asked(Object request) {
      String name = request.getClass().getSimpleName();
      whenAsked.accept(name);
      asked.add(name);
      return !name.equals(diesOf);
    }

    /** How often something of this name was asked. */
    long count(String name) {
      return asked.stream().filter(name::equals).count();
    }
  }

  private record Directories(Set<ActorRef<DirectoryMessage>> all) implements HostMessage {}

  private HostDouble(ActorContext<HostMessage> context, HostId host, Script script) {
    super(context);
    this.host = host;
    this.script = script;
  }

  static Behavior<HostMessage> create(HostId host, Script script) {
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
          return new HostDouble(context, host, script);
        });
  }

  static WriterId writer(HostId host) {
    return new WriterId(host, "db");
  }

  static Volume volume(HostId host) {
    return new Volume(host, "/data");
  }

  static ComponentId component(HostId host) {
    return new ComponentId(writer(host), "all");
  }

  static ProviderId provider(HostId host) {
    return new ProviderId(host, "cow");
  }

  private ProviderId provider() {
    return provider(host);
  }

  @Override
  public Receive<HostMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(Directories.class, this::announce)
        .onMessage(AskWriter.class, this::ask)
        .onMessage(AskProvider.class, this::ask)
        .onMessage(Look.class, _ -> !script.tellsNobody, this::look)
        .onMessage(Where.class, _ -> !script.tellsNobody, this::where)
        .build();
  }

  private Behavior<HostMessage> announce(Directories directories) {
    Presence presence =
        new Presence(
            host,
            LIFE,
            Set.of(writer(host)),
            List.of(new Candidate(provider(), ProviderKind.SOFTWARE, Cut.ATOMIC, LIFE)));
    directories
        .all()
        .forEach(directory -> directory.tell(new HostPresent(presence, getContext().getSelf())));
    return this;
  }

  private Behavior<HostMessage> look(Look look) {
    look.replyTo()
        .tell(new HostReply.Looked(new HostView(script.saysItIs, LIFE, List.of(), List.of())));
    return this;
  }

  private Behavior<HostMessage> where(Where where) {
    SnapshotId copy = new SnapshotId(where.set(), volume(host));
    CopyView view = new CopyView(copy, provider(), Optional.of("/copies/of/" + host));
    where.replyTo().tell(new HostReply.Located(new Copies(where.set(), List.of(view))));
    return this;
  }

  private Behavior<HostMessage> ask(AskWriter ask) {
    WriterInput request = ask.question().request();
    if (!script.asked(request)) {
      return Behaviors.stopped();
    }
    if (!script.writerIsSilent.test(request)) {
      answer(request).ifPresent(ask.replyTo()::tell);
    }
    return this;
  }

  private Optional<WriterReply> answer(WriterInput input) {
    WriterId id = writer(host);
    if (input instanceof WriterInput.Identify identify) {
      return Optional.of(new WriterReply.Identified(id, identify.session(), LIFE, metadata(host)));
    }
    if (!(input instanceof WriterRequest request)) {
      return Optional.empty();
    }
    Stamp stamp = request.stamp();
    if (request instanceof WriterInput.GatherStatus) {
      return Optional.of(
          new WriterReply.Status(id, stamp, WriterState.STABLE, last, Optional.empty()));
    }
    last = WriterStep.of(request);
    if (script.writerFails.test(request)) {
      return Optional.of(
          new WriterReply.Handled(
              id,
              stamp,
              WriterStep.of(request),
              new HandlerResult.Failed(Fault.of(Failure.WRITER_RETRYABLE, "the test says so"))));
    }
    return Optional.of(
        switch (request) {
          case WriterInput.Freeze freeze ->
              new WriterReply.Frozen(id, stamp, token(id, stamp), freeze.lease());
          case WriterInput.Thaw thaw ->
              new WriterReply.Thawed(
                  id,
                  stamp,
                  new Attestation(
                      id,
                      stamp.set(),
                      stamp.epoch(),
                      stamp.incarnation(),
                      thaw.token(),
                      HoldEnd.HELD,
                      thaw.receipts()));
          default ->
              new WriterReply.Handled(id, stamp, WriterStep.of(request), new HandlerResult.Done());
        });
  }

  private static HoldToken token(WriterId id, Stamp stamp) {
    return new HoldToken(
        Digest.of("token", List.of(id.toString(), stamp.toString())).hex().substring(0, 32));
  }

  static WriterMetadata metadata(HostId host) {
    return new WriterMetadata(
        writer(host),
        WriterLevel.BACK_END,
        Duration.ofSeconds(60),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.UNDEFINED,
        List.of(new Component(component(host), Set.of(volume(host)), true, true)),
        List.of());
  }

  private Behavior<HostMessage> ask(AskProvider ask) {
    ProviderRequest request = ask.question().request();
    Stamp stamp = request.stamp();
    if (!script.asked(request)) {
      return Behaviors.stopped();
    }
    if (script.providerIsSilent.test(request)) {
      return this;
    }
    if (request instanceof ProviderInput.BeginPrepare begin) {
      begun.add(begin.volume());
      ask.replyTo()
          .tell(new ProviderReply.Begun(provider(), stamp, begin.volume(), new StepResult.Done()));
    } else if (script.providerFails.test(request)) {
      ask.replyTo()
          .tell(
              new ProviderReply.Stepped(
                  provider(),
                  stamp,
                  ProviderStep.of(request),
                  new StepResult.Failed(Fault.of(Failure.PROVIDER_VETO, "the test says so"))));
    } else if (request instanceof ProviderInput.DeleteSnapshots delete) {
      ask.replyTo()
          .tell(
              new ProviderReply.Deleted(
                  provider(), stamp, delete.snapshots(), new StepResult.Done()));
    } else if (request instanceof ProviderInput.Commit commit) {
      ask.replyTo()
          .tell(
              new ProviderReply.Committed(
                  provider(),
                  stamp,
                  new Receipt(
                      provider(),
                      stamp.set(),
                      stamp.epoch(),
                      stamp.incarnation(),
                      commit.holds(),
                      begun)));
    } else {
      ask.replyTo()
          .tell(
              new ProviderReply.Stepped(
                  provider(), stamp, ProviderStep.of(request), new StepResult.Done()));
    }
    return this;
  }
}
