package io.lull.writer.script;

import io.lull.kernel.command.CommandLine;
import io.lull.kernel.command.Outcome;
import io.lull.kernel.command.ProgramFile;
import io.lull.kernel.command.Running;
import io.lull.kernel.command.UntrustedException;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.guard.Blocking;
import io.lull.writer.guard.Guards;
import io.lull.writer.guard.HeldByGuard;
import io.lull.writer.guard.Hook;
import io.lull.writer.guard.Hooks;
import io.lull.writer.guard.Latest;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an application stand still by programs that the guard calls.
 *
 * <p>Which files they are is looked at when a backup is prepared. It is those that are called, or
 * none.
 */
final class ScriptWriter implements Writer {
  private static final int SESSIONS = 64;

  private final ScriptSettings settings;
  private final HeldByGuard holds;
  private final Map<SessionId, List<Hook>> chosen = new Latest<>(SESSIONS);

  ScriptWriter(ScriptSettings settings, Guards guards) {
    this.settings = settings;
    this.holds = new HeldByGuard(settings.metadata().writer(), guards);
  }

  /** Says at once what would be refused later; a guard is there from here on. */
  @Override
  public void start() throws WriterException, InterruptedException {
    holds.prepare();
  }

  @Override
  public WriterMetadata describe() throws Exception {
    Blocking.call(
        "identify " + settings.programs().shown(),
        () -> {
          identify();
          for (Optional<CommandLine> line :
              List.of(settings.preRestore(), settings.postRestore())) {
            if (line.isPresent()) {
              identify(line.get());
            }
          }
          Hooks.rehearse();
          holds.prepare();
          return true;
        });
    return settings.metadata();
  }

  private List<Hook> identify() throws WriterException {
    try {
      return settings.programs().identify();
    } catch (IOException | UntrustedException refused) {
      throw refused(settings.programs().shown(), refused);
    }
  }

  private static void identify(CommandLine line) throws WriterException {
    try {
      ProgramFile.identify(line.program());
    } catch (IOException | UntrustedException refused) {
      throw refused(line.program(), refused);
    }
  }

  private static WriterException refused(String shown, Exception why) {
    return failed(
        Failure.WRITER_NON_RETRYABLE,
        "to be able to trust " + shown,
        why instanceof UntrustedException ? String.valueOf(why.getMessage()) : why.toString());
  }

  private static WriterException failed(Failure failure, String expected, String but) {
    return new WriterException(Fault.expected(failure, expected, but));
  }

  @Override
  public Collection<FoundHold> leftBehind() throws IOException, InterruptedException {
    return holds.leftBehind();
  }

  @Override
  public HandlerResult prepareForBackup(
      HandlerContext context, Set<ComponentId> components, BackupType type) throws Exception {
    return prepare(context.session());
  }

  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    return prepare(context.session());
  }

  private HandlerResult prepare(SessionId session) throws Exception {
    return Blocking.call(
        "prepare " + settings.programs().shown(),
        () -> {
          List<Hook> now = identify();
          if (!choose(session, now).equals(now)) {
            throw failed(
                Failure.WRITER_NON_RETRYABLE,
                "the programs that this backup began with",
                "there are others now, or they have changed; look at them, and begin a new one");
          }
          holds.prepare();
          return new HandlerResult.Done();
        });
  }

  /** What this session's backup is about, fixed when it is first prepared. */
  private List<Hook> choose(SessionId session, List<Hook> now) {
    synchronized (chosen) {
      return chosen.computeIfAbsent(session, _ -> now);
    }
  }

  private List<Hook> chosen(SessionId session) throws WriterException {
    synchronized (chosen) {
      List<Hook> hooks = chosen.get(session);
      if (hooks == null) {
        throw failed(
            Failure.NOT_PREPARED, "programs that were looked at", "nobody prepared this backup");
      }
      return hooks;
    }
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease)
      throws WriterException, InterruptedException {
    Hooks hooks =
        Hooks.of(
            settings.metadata().writer(),
            context.set(),
            lease.token(),
            lease.remaining(),
            chosen(context.session()),
            settings.thawLimit());
    return holds.begin(context, lease, hooks);
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    return holds.end(token);
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) {
    synchronized (chosen) {
      chosen.remove(context.session());
    }
    return new HandlerResult.Done();
  }

  @Override
  public HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders)
      throws Exception {
    return restore(context, settings.preRestore(), "before");
  }

  @Override
  public HandlerResult postRestore(
      HandlerContext context, Map<ComponentId, FileRestoreStatus> files, boolean moreToCome)
      throws Exception {
    // While more is to come nothing is brought online.
    return moreToCome
        ? new HandlerResult.Done()
        : restore(context, settings.postRestore(), "after");
  }

  private HandlerResult restore(HandlerContext context, Optional<CommandLine> line, String when)
      throws IOException, WriterException, InterruptedException {
    if (line.isEmpty()) {
      return new HandlerResult.Done();
    }
    identify(line.get());
    Outcome outcome = Running.start(line.get(), words(context, when)).await();
    if (outcome.isSuccess()) {
      return new HandlerResult.Done();
    }
    return new HandlerResult.Failed(
        Fault.expected(
            Failure.WRITER_RECOVERY_FAILED,
            line.get().program() + " to succeed " + when + " the restore",
            outcome.complaint()));
  }

  private Map<String, String> words(HandlerContext context, String when) {
    return Hooks.environment(
        Map.of(
            "LULL_WRITER", settings.metadata().writer().name(),
            "LULL_SESSION", context.session().name(),
            "LULL_STEP", when + "-restore"));
  }
}
