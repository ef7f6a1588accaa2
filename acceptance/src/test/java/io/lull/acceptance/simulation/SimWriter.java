package io.lull.acceptance.simulation;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.simulation.Application;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A writer as they are in the field: its handlers fail, hang, come late, and its holds break. */
final class SimWriter implements Writer {
  // An owner that never lets go would freeze for ever, and no protocol could help.
  private static final int FAILURES_MOST = 2;

  private final SimHost host;
  private final Clockwork dice;
  private final WriterMetadata metadata;
  private final Application application;
  private int failures;
  private long freezes;

  SimWriter(SimHost host, WriterMetadata metadata, boolean guarded) {
    this.host = host;
    this.dice = host.clockwork;
    this.metadata = metadata;
    this.application = new Application(metadata.writer(), guarded);
  }

  WriterId id() {
    return metadata.writer();
  }

  WriterMetadata metadata() {
    return metadata;
  }

  Application application() {
    return application;
  }

  @Override
  public WriterMetadata describe() throws Exception {
    host.labour().middle();
    if (dice.chance(host.world.faults().handlerFails())) {
      throw failed(Failure.WRITER_NOT_RESPONDING, "it does not answer");
    }
    return metadata;
  }

  @Override
  public List<FoundHold> leftBehind() {
    return application.standing().stream()
        .map(hold -> new FoundHold(hold.set(), hold.token()))
        .toList();
  }

  @Override
  public HandlerResult prepareForBackup(
      HandlerContext context, Set<ComponentId> components, BackupType type) throws Exception {
    return result();
  }

  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    return result();
  }

  @Override
  public HandlerResult postSnapshot(HandlerContext context, Copies copies) throws Exception {
    return result();
  }

  @Override
  public HandlerResult backupComplete(HandlerContext context, Set<ComponentId> succeeded)
      throws Exception {
    return result();
  }

  @Override
  public HandlerResult abort(HandlerContext context, Failure cause) throws Exception {
    return result();
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) throws Exception {
    return result();
  }

  private HandlerResult result() throws Exception {
    host.labour().middle();
    if (!dice.chance(host.world.faults().handlerFails())) {
      return new HandlerResult.Done();
    }
    ComponentId component = metadata.components().getFirst().id();
    return switch (dice.below(3)) {
      case 0 -> new HandlerResult.Objected(fault(Failure.WRITER_RETRYABLE, "it would rather not"));
      case 1 ->
          new HandlerResult.Partial(
              Map.of(component, fault(Failure.WRITER_PARTIAL_FAILURE, "one part is lost")));
      default -> new HandlerResult.Failed(fault(Failure.WRITER_NON_RETRYABLE, "it is broken"));
    };
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease) throws Exception {
    boolean hangs = host.labour().hangs();
    boolean fails = dice.chance(host.world.faults().handlerFails());
    long left = lease.remaining().toNanos();
    if (left == 0) {
      throw failed(Failure.WRITER_TIMEOUT, "its lease was over before it could");
    }
    if (application.isFrozen()) {
      throw failed(Failure.HOLD_REFUSED, "somebody else holds it");
    }
    // What fails or hangs has frozen or has not, which only a thaw can make sure of.
    if (!(hangs || fails) || dice.chance(0.5)) {
      stand(context, lease.token(), left);
    }
    host.labour().middle();
    if (fails) {
      throw failed(Failure.UNEXPECTED_WRITER_ERROR, "it did not stand still");
    }
    return () -> end(lease.token());
  }

  private void stand(HandlerContext context, HoldToken token, long left) {
    long now = dice.now();
    Application.Key key = new Application.Key(host.life(), ++freezes);
    Application.Hold hold =
        application.freeze(context.set(), key, token, now, now + left).orElseThrow();
    host.world.trace(host.name, id().name(), " STANDS STILL");
    if (application.guarded()) {
      application.arm(key, now + left);
      dice.plan(left, () -> application.leaseOver(key, dice.now()));
    }
    if (dice.chance(host.world.faults().holdBreaks())) {
      dice.plan(
          dice.between(0, 5 * Clockwork.SECOND),
          () -> hold.end(Application.End.BROKEN, dice.now()));
    }
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    return application.hold(token).isEmpty() ? HoldEnd.NOT_HELD : end(token);
  }

  private HoldEnd end(HoldToken token) throws Exception {
    Application.Hold hold = application.hold(token).orElseThrow();
    if (failures < FAILURES_MOST && dice.chance(host.world.faults().releaseFails())) {
      failures++;
      hold.tried(dice.now());
      if (host.labour().hangs() && dice.chance(0.5)) {
        // It lets go, and yet is not heard to: a later attempt will find nothing.
        letGo(hold);
      }
      host.labour().middle();
      throw failed(Failure.THAW_FAILED, "it cannot let go");
    }
    failures = 0;
    boolean stood = hold.stands();
    letGo(hold);
    return stood ? HoldEnd.HELD : HoldEnd.LAPSED;
  }

  private void letGo(Application.Hold hold) {
    if (hold.stands()) {
      hold.end(Application.End.RELEASED, dice.now());
      host.world.trace(host.name, id().name(), " RUNS AGAIN");
    }
  }

  private WriterException failed(Failure failure, String but) {
    return new WriterException(fault(failure, but));
  }

  private static Fault fault(Failure failure, String but) {
    return Fault.expected(failure, "a healthy application", but);
  }

  /** Empty unless it stands still now. */
  Optional<Application.Hold> standing() {
    return application.standing();
  }
}
