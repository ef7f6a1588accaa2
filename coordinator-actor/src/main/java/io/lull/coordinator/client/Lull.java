package io.lull.coordinator.client;

import io.lull.cluster.config.message.HostReply.StreamAnswered;
import io.lull.coordinator.Sessions;
import io.lull.coordinator.StreamMessage.CallStream;
import io.lull.coordinator.StreamMessage.PassStream;
import io.lull.coordinator.StreamMessage.ToStreamSession;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreInput.InitializeForRestore;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionInput.DeleteSnapshots;
import io.lull.protocol.session.SessionInput.InitializeForBackup;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.api.StreamSaid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import scala.concurrent.ExecutionContext;

/** Where backups, restores and streams begin; one for a whole program. */
public final class Lull {
  private final ActorSystem<?> system;
  private final Sessions sessions;
  private final ClientSettings settings;
  private final Supplier<UUID> random;

  private Lull(
      ActorSystem<?> system, Sessions sessions, ClientSettings settings, Supplier<UUID> random) {
    this.system = system;
    this.sessions = sessions;
    this.settings = settings;
    this.random = random;
  }

  public static Lull create(ActorSystem<?> system, Sessions sessions) {
    return new Lull(system, sessions, ClientSettings.DEFAULT, UUID::randomUUID);
  }

  public Lull with(ClientSettings changed) {
    return new Lull(system, sessions, changed, random);
  }

  /** The same with ids from elsewhere, so that a simulation can repeat them. */
  public Lull with(Supplier<UUID> source) {
    return new Lull(system, sessions, settings, source);
  }

  /**
   * Begins a session; it serves one backup and must be released. Where none can begin, because the
   * journal is down or no coordinator can be reached, the stage fails and says so.
   */
  public CompletionStage<Opened> begin(Policy policy) {
    Requester requester = requester(new SessionId("s-" + random.get()));
    return requester
        .begin(Done.class, request -> new InitializeForBackup(request, policy))
        .whenComplete((_, failure) -> requester.leaveNothing(failure))
        .thenApply(_ -> opened(requester, policy));
  }

  /**
   * The same under an id that others may know, and may begin as well: one of them does, and to the
   * rest its refusal says that the session has begun.
   */
  public CompletionStage<Opened> begin(Policy policy, SessionId session) {
    // A begin that was given up may be somebody else's session by now, so nothing is released; what
    // nobody drives ends with the lease of its requester.
    Requester requester = requester(session);
    return requester
        .begin(Done.class, request -> new InitializeForBackup(request, policy))
        .thenApply(_ -> opened(requester, policy));
  }

  /**
   * Calls a verb for a requester who drives the session himself, and repeats it himself.
   *
   * @return the answer, or {@link SessionReply.Pending} if there was none in this time
   */
  public CompletionStage<SessionReply> relay(SessionId session, Verb verb, Duration within) {
    return requester(session).relay(verb, within);
  }

  /**
   * Begins a restore of what this document names; it has to be released. Where none can begin the
   * stage fails and says so.
   */
  public CompletionStage<RestoreOpened> beginRestore(BackupDocument document, Limits limits) {
    RestoreRequester requester = restorer(new SessionId("restore-" + random.get()));
    RestoreTerms terms = new RestoreTerms(document, limits, true);
    return requester
        .begin(RestoreReply.Done.class, request -> new InitializeForRestore(request, terms))
        .whenComplete((_, failure) -> requester.leaveNothing(failure))
        .thenApply(
            _ -> {
              requester.keepAlive(limits.requesterLease());
              return new RestoreOpened(requester);
            });
  }

  /** As {@link #relay(SessionId, Verb, Duration)}, for a restore. */
  public CompletionStage<RestoreReply> relay(
      SessionId restore, RestoreInput.Verb verb, Duration within) {
    return restorer(restore).relay(verb, within);
  }

  /** Begins a stream of all databases of an instance, on which others can build. */
  public CompletionStage<StreamDatabases> beginStream(HostId host, InstanceId instance) {
    return beginDatabases(host, instance, StreamKind.FULL);
  }

  /** The same, but nothing builds on it and no log goes because of it. */
  public CompletionStage<StreamDatabases> beginStreamCopy(HostId host, InstanceId instance) {
    return beginDatabases(host, instance, StreamKind.COPY);
  }

  /** Begins a stream of the logs since the last one. */
  public CompletionStage<StreamLogs> beginIncrementalStream(HostId host, InstanceId instance) {
    StreamRequester requester = streamer(instance);
    return requester.begin(host, StreamKind.INCREMENTAL, stamp -> StreamLogs.of(requester, stamp));
  }

  private CompletionStage<StreamDatabases> beginDatabases(
      HostId host, InstanceId instance, StreamKind kind) {
    StreamRequester requester = streamer(instance);
    return requester.begin(host, kind, stamp -> StreamDatabases.of(requester, stamp));
  }

  private StreamRequester streamer(InstanceId instance) {
    return new StreamRequester(new SessionId("stream-" + random.get()), instance, this);
  }

  /**
   * Calls a verb of a stream's session for a requester who repeats it himself; no answer in this
   * time is none, and the session goes on.
   */
  public CompletionStage<Optional<StreamSessionReply>> relay(
      SessionId stream, StreamVerb verb, Duration within) {
    Function<ActorRef<StreamSessionReply>, CallStream> call =
        replyTo -> new CallStream(new ToStreamSession(stream, verb), replyTo);
    return inTime(
        verb instanceof StreamVerb.BeginBackup
            ? AskPattern.ask(sessions.streamReceptions(), call::apply, within, scheduler())
            : sessions.stream(stream).ask(call::apply, within));
  }

  /** Has the host of a stream do what the requester calls; its answer is the host's. */
  public CompletionStage<Optional<StreamSaid>> pass(
      SessionId stream, StreamVerb.PassOn verb, Duration within) {
    return inTime(
            sessions.stream(stream)
                .<StreamAnswered>ask(
                    replyTo -> new PassStream(new ToStreamSession(stream, verb), replyTo), within))
        .thenApply(answer -> answer.map(StreamAnswered::said));
  }

  private static <R> CompletionStage<Optional<R>> inTime(CompletionStage<R> answer) {
    return answer
        .thenApply(Optional::of)
        .exceptionallyCompose(
            failure ->
                Caller.late(failure)
                    ? CompletableFuture.completedStage(Optional.empty())
                    : CompletableFuture.failedStage(failure));
  }

  private RestoreRequester restorer(SessionId restore) {
    return new RestoreRequester(restore, sessions, this);
  }

  private Requester requester(SessionId session) {
    return new Requester(session, sessions, this);
  }

  private Opened opened(Requester requester, Policy policy) {
    if (policy.leased()) {
      requester.keepAlive(policy.limits().requesterLease());
    }
    return new Opened(requester, this);
  }

  /**
   * Deletes copies of a set that outlived its session, in this order, or with an empty list all of
   * it. The answer says how many went, and which one did not.
   */
  public CompletionStage<Deleted> delete(SessionId session, List<SnapshotId> snapshots) {
    return requester(session)
        .call(Deleted.class, request -> new DeleteSnapshots(request, snapshots));
  }

  RequestId newRequest() {
    return new RequestId("r-" + random.get());
  }

  SetId newSet() {
    return new SetId("set-" + random.get());
  }

  ClientSettings settings() {
    return settings;
  }

  Scheduler scheduler() {
    return system.scheduler();
  }

  ExecutionContext executionContext() {
    return system.executionContext();
  }

  <R> ActorRef<R> nobody() {
    return system.ignoreRef();
  }
}
