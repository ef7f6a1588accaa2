package io.lull.protocol.restore;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreEffect.AskWriter;
import io.lull.protocol.restore.RestoreInput.HostLost;
import io.lull.protocol.restore.RestoreInput.LimitPassed;
import io.lull.protocol.restore.RestoreInput.TakeOver;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.restore.RestoreInput.WriterSaid;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One restore in which everybody does something at random, some of it sensible. */
final class RestoreWalk {
  private static final List<ComponentId> COMPONENTS =
      List.of(
          Backups.SHOP,
          Backups.BOXES,
          Backups.MASTER,
          Backups.ORDERS,
          Backups.INDEX,
          Backups.CACHE,
          Backups.ARCHIVE,
          Backups.SCRATCH,
          Backups.PAGES);

  private final SplittableRandom random;
  final RestoreFixture fixture = RestoreFixture.unused();

  /** The length of the log after every decision: a coordinator can be lost at each of them. */
  final List<Integer> decisions = new ArrayList<>();

  RestoreWalk(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Takes steps until the session is over, and a few more. */
  RestoreWalk walk(Consumer<RestoreFixture> check) {
    int more = 10;
    for (int i = 0; i < 300 && more > 0; i++) {
      step();
      decisions.add(fixture.log.size());
      check.accept(fixture);
      more -= fixture.phase() == RestorePhase.RELEASED ? 1 : 0;
    }
    return this;
  }

  private void step() {
    switch (random.nextInt(20)) {
      case 0, 1 -> fixture.when(verb(fixture.fresh()));
      case 2 -> fixture.after(Duration.ofSeconds(random.nextInt(200) - 10));
      case 3 -> fixture.when(new HostLost(pick(HostId.class), life()));
      case 4 -> fixture.when(new LimitPassed(timer()));
      case 5 -> limitPasses();
      case 6 -> fixture.when(new TakeOver());
      case 7 -> anybodySaysSomething();
      case 8, 9, 10, 11, 12 -> somebodyAnswers();
      default -> fixture.when(sensible(fixture.fresh()));
    }
  }

  /** What a requester would do next. */
  private Verb sensible(RequestId id) {
    return switch (fixture.phase()) {
      case NEW -> new RestoreInput.InitializeForRestore(id, terms());
      case INITIALIZED -> new RestoreInput.GatherWriterMetadata(id, roster());
      case SELECTING -> random.nextInt(8) == 0 ? new RestoreInput.PreRestore(id) : choice(id);
      case PRE_RESTORED, POST_RESTORED -> new RestoreInput.GatherWriterStatus(id);
      case RESTORING_FILES ->
          random.nextBoolean()
              ? new RestoreInput.SetFileRestoreStatus(
                  id, component(), pick(FileRestoreStatus.class))
              : new RestoreInput.PostRestore(id);
      case COMPLETED -> new RestoreInput.Release(id);
      case GATHERING_METADATA,
          PRE_RESTORING,
          CHECKING_PRE_RESTORE,
          POST_RESTORING,
          CHECKING_POST_RESTORE,
          RELEASING,
          RELEASED ->
          new RestoreInput.KeepAlive(id);
    };
  }

  private Verb choice(RequestId id) {
    return switch (random.nextInt(7)) {
      case 0 -> new RestoreInput.AddRestoreSubcomponent(id, component());
      case 1 -> new RestoreInput.SetRestoreOptions(id, component(), "fast");
      case 2 -> new RestoreInput.SetAdditionalRestores(id, component(), random.nextBoolean());
      case 3 -> new RestoreInput.SetRestoreTarget(id, component(), pick(RestoreTarget.class));
      case 4 ->
          new RestoreInput.AddAlternativeLocationMapping(
              id, component(), new LocationMapping(Backups.DATA, "/srv/elsewhere"));
      default -> new RestoreInput.SetSelectedForRestore(id, component(), random.nextInt(4) > 0);
    };
  }

  /** Any verb, wanted or not. */
  private Verb verb(RequestId id) {
    return switch (random.nextInt(11)) {
      case 0 -> new RestoreInput.InitializeForRestore(id, terms());
      case 1 -> new RestoreInput.GatherWriterMetadata(id, roster());
      case 2 -> new RestoreInput.PreRestore(id);
      case 3 -> new RestoreInput.GatherWriterStatus(id);
      case 4 ->
          new RestoreInput.SetFileRestoreStatus(id, component(), pick(FileRestoreStatus.class));
      case 5 -> new RestoreInput.PostRestore(id);
      case 6 -> new RestoreInput.AbortBackup(id);
      case 7 -> new RestoreInput.Release(id);
      case 8 -> new RestoreInput.KeepAlive(id);
      case 9 -> new RestoreInput.QueryStatus(id);
      default -> choice(id);
    };
  }

  private void somebodyAnswers() {
    List<WriterId> waiting =
        fixture
            .restore
            .round()
            .map(round -> List.copyOf(round.waiting().keySet()))
            .orElse(List.of());
    if (!waiting.isEmpty()) {
      fixture.answers(waiting.get(random.nextInt(waiting.size())), result());
    }
  }

  /** An answer to whatever was asked at any time, and as likely as not too late. */
  private void anybodySaysSomething() {
    if (!fixture.asked.isEmpty()) {
      AskWriter ask = fixture.asked.get(random.nextInt(fixture.asked.size()));
      WriterReply reply = RestoreFixture.answer(ask.request(), ask.writer(), result());
      fixture.when(
          new WriterSaid(
              reply instanceof WriterReply.OfSet ofSet && random.nextBoolean()
                  ? new WriterReply.Refused(
                      ask.writer(), ofSet.stamp(), pick(WriterStep.class), life(), fault())
                  : reply));
    }
  }

  private void limitPasses() {
    List<RestoreTimer> running = List.copyOf(fixture.timers.keySet());
    if (!running.isEmpty()) {
      RestoreTimer timer = running.get(random.nextInt(running.size()));
      Duration left = fixture.timers.remove(timer);
      fixture.after(left).when(new LimitPassed(timer));
    }
  }

  private RestoreTimer timer() {
    return random.nextBoolean()
        ? new RestoreTimer.RequesterLease()
        : new RestoreTimer.RoundLimit(random.nextInt(4), fixture.restore.epoch());
  }

  private HandlerResult result() {
    return switch (random.nextInt(4)) {
      case 0 -> new HandlerResult.Failed(fault());
      case 1 -> new HandlerResult.Objected(fault());
      default -> new HandlerResult.Done();
    };
  }

  private static Fault fault() {
    return Fault.of(Failure.WRITER_RETRYABLE, "no");
  }

  private RestoreTerms terms() {
    return new RestoreTerms(Backups.document(), Limits.defaults(), random.nextInt(4) > 0);
  }

  private Map<WriterId, Incarnation> roster() {
    return random.nextInt(5) == 0 ? Map.of() : Backups.ROSTER;
  }

  private Incarnation life() {
    return new Incarnation(2 + random.nextInt(3));
  }

  private ComponentId component() {
    // The first ones are what a requester usually wants.
    return COMPONENTS.get(
        Math.min(random.nextInt(COMPONENTS.size()), random.nextInt(COMPONENTS.size())));
  }

  private <T> T pick(Class<T> type) {
    if (type == HostId.class) {
      return type.cast(random.nextBoolean() ? Backups.ALPHA : Backups.BETA);
    }
    T[] all = type.getEnumConstants();
    return all[random.nextInt(all.length)];
  }
}
