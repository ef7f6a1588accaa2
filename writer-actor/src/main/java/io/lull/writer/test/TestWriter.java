package io.lull.writer.test;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import io.lull.writer.test.Diary.What;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A writer that does what its script says, and notes the truth in its diary. */
public final class TestWriter implements Writer {
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final WriterMetadata metadata;
  private final Script script;
  private final Diary diary;
  private final Gate gate = new Gate();
  private volatile @Nullable Hold given;

  public TestWriter(WriterMetadata metadata, Script script, Diary diary) {
    this.metadata = metadata;
    this.script = script;
    this.diary = diary;
  }

  public Script script() {
    return script;
  }

  public Diary diary() {
    return diary;
  }

  /**
   * What hangs goes on, and does late what it was asked to do; a diary tells what {@code WAITS}.
   */
  public void letGo() {
    gate.open();
  }

  /** The hold, if there is one, breaks by itself. */
  public void breakHold() {
    diary.standing().ifPresent(stand -> diary.runsAgain(stand.token(), Stand.End.BROKEN));
  }

  @Override
  public WriterMetadata describe() throws Exception {
    Optional<SetId> none = Optional.empty();
    diary.note(What.CALLED, WriterStep.IDENTIFY, none);
    Deed deed = script.next(WriterStep.IDENTIFY);
    begin(deed, WriterStep.IDENTIFY, none);
    Optional<Fault> fault = fault(deed, WriterStep.IDENTIFY);
    if (fault.isPresent()) {
      throw threw(WriterStep.IDENTIFY, none, fault.get());
    }
    diary.note(What.RETURNED, WriterStep.IDENTIFY, none);
    return metadata;
  }

  @Override
  public HandlerResult prepareForBackup(
      HandlerContext context, Set<ComponentId> components, BackupType type) throws Exception {
    return handle(WriterStep.PREPARE_FOR_BACKUP, context);
  }

  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    return handle(WriterStep.PREPARE_FOR_SNAPSHOT, context);
  }

  @Override
  public HandlerResult postSnapshot(HandlerContext context, Copies copies) throws Exception {
    return handle(WriterStep.POST_SNAPSHOT, context);
  }

  @Override
  public HandlerResult backupComplete(HandlerContext context, Set<ComponentId> succeeded)
      throws Exception {
    return handle(WriterStep.BACKUP_COMPLETE, context);
  }

  /** Also makes sure that nothing stands still, which is the duty of an abort handler. */
  @Override
  public HandlerResult abort(HandlerContext context, Failure cause) throws Exception {
    return handle(
        WriterStep.ABORT,
        context,
        () ->
            diary
                .standing()
                .filter(stand -> stand.set().equals(context.set()))
                .ifPresent(stand -> diary.runsAgain(stand.token(), Stand.End.CLEANED_UP)));
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) throws Exception {
    return handle(WriterStep.BACKUP_SHUTDOWN, context);
  }

  @Override
  public HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders)
      throws Exception {
    return handle(WriterStep.PRE_RESTORE, context);
  }

  @Override
  public HandlerResult postRestore(
      HandlerContext context, Map<ComponentId, FileRestoreStatus> files, boolean moreToCome)
      throws Exception {
    return handle(WriterStep.POST_RESTORE, context);
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease) throws Exception {
    Optional<SetId> set = Optional.of(context.set());
    diary.note(What.CALLED, WriterStep.FREEZE, set);
    Deed deed = script.next(WriterStep.FREEZE);
    begin(deed, WriterStep.FREEZE, set);
    Optional<Fault> fault = fault(deed, WriterStep.FREEZE);
    if (fault.isPresent() && deed.kind() != Deed.Kind.HALF) {
      throw threw(WriterStep.FREEZE, set, fault.get());
    }
    Hold before = given;
    if (deed.kind() == Deed.Kind.TWICE && before != null) {
      diary.note(What.RETURNED, WriterStep.FREEZE, set);
      return before;
    }
    if (deed.kind() != Deed.Kind.LIE) {
      stand(deed, context.set(), lease.token());
    }
    if (fault.isPresent()) {
      throw threw(WriterStep.FREEZE, set, fault.get());
    }
    Hold hold = () -> end(set, lease.token());
    given = hold;
    diary.note(What.RETURNED, WriterStep.FREEZE, set);
    return hold;
  }

  private void stand(Deed deed, SetId set, HoldToken token) throws WriterException {
    Uptime breaks = deed.kind() == Deed.Kind.BREAK ? diary.now().plus(deed.time()) : null;
    if (!diary.freezes(token, set, breaks)) {
      throw threw(
          WriterStep.FREEZE,
          Optional.of(set),
          Fault.expected(Failure.HOLD_REFUSED, "nobody to hold it", "somebody does"));
    }
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    return end(Optional.empty(), token);
  }

  private HoldEnd end(Optional<SetId> set, HoldToken token) throws Exception {
    diary.note(What.CALLED, WriterStep.THAW, set);
    Deed deed = script.next(WriterStep.THAW);
    begin(deed, WriterStep.THAW, set);
    Optional<Fault> fault = fault(deed, WriterStep.THAW);
    if (fault.isPresent()) {
      throw threw(WriterStep.THAW, set, fault.get());
    }
    boolean was = diary.stands().stream().anyMatch(stand -> stand.token().equals(token));
    boolean stood = diary.runsAgain(token, Stand.End.ENDED);
    diary.note(What.RETURNED, WriterStep.THAW, set);
    if (stood || deed.kind() == Deed.Kind.LIE) {
      return HoldEnd.HELD;
    }
    return was ? HoldEnd.LAPSED : HoldEnd.NOT_HELD;
  }

  private HandlerResult handle(WriterStep step, HandlerContext context) throws Exception {
    return handle(step, context, () -> {});
  }

  private HandlerResult handle(WriterStep step, HandlerContext context, Runnable work)
      throws Exception {
    Optional<SetId> set = Optional.of(context.set());
    diary.note(What.CALLED, step, set);
    Deed deed = script.next(step);
    begin(deed, step, set);
    Optional<Fault> fault = fault(deed, step);
    if (fault.isEmpty() || deed.kind() == Deed.Kind.OBJECT) {
      work.run();
    }
    diary.note(What.RETURNED, step, set);
    return switch (deed.kind()) {
      case OBJECT -> new HandlerResult.Objected(fault.orElseThrow());
      case PARTIAL ->
          new HandlerResult.Partial(
              Map.of(metadata.components().getFirst().id(), fault.orElseThrow()));
      default ->
          fault.<HandlerResult>map(HandlerResult.Failed::new).orElseGet(HandlerResult.Done::new);
    };
  }

  /** What comes before the work: to hang, to be late, to burst. */
  private void begin(Deed deed, WriterStep step, Optional<SetId> set) throws InterruptedException {
    Runnable waits = () -> diary.note(What.WAITS, step, set);
    try {
      switch (deed.kind()) {
        case HANG -> gate.pass(false, FOR_EVER, waits);
        case HANG_DEAF -> gate.pass(true, FOR_EVER, waits);
        case DELAY -> gate.pass(false, deed.time(), waits);
        case DELAY_DEAF -> gate.pass(true, deed.time(), waits);
        case THROW -> {
          diary.note(What.THREW, step, set);
          throw new IllegalStateException("as its script says");
        }
        default -> {}
      }
    } catch (InterruptedException e) {
      diary.note(What.INTERRUPTED, step, set);
      throw e;
    }
  }

  private WriterException threw(WriterStep step, Optional<SetId> set, Fault fault) {
    diary.note(What.THREW, step, set);
    return new WriterException(fault);
  }

  private static Optional<Fault> fault(Deed deed, WriterStep step) {
    return switch (deed.kind()) {
      case RETRYABLE, OBJECT, HALF -> fault(Failure.WRITER_RETRYABLE, step);
      case NON_RETRYABLE -> fault(Failure.WRITER_NON_RETRYABLE, step);
      case TIMEOUT -> fault(Failure.WRITER_TIMEOUT, step);
      case PARTIAL -> fault(Failure.WRITER_PARTIAL_FAILURE, step);
      case REFUSE -> fault(Failure.HOLD_REFUSED, step);
      default -> Optional.empty();
    };
  }

  private static Optional<Fault> fault(Failure failure, WriterStep step) {
    return Optional.of(
        Fault.expected(failure, step + " of a test writer to succeed", "its script says no"));
  }
}
