package io.lull.protocol.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreEffect.AskWriter;
import io.lull.protocol.restore.RestoreEffect.StartTimer;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Drives one restore by hand: what it asks is kept, and what writers answer is up to the test. */
public final class RestoreFixture {
  public static final SessionId SESSION = new SessionId("restore-1");
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  public final RestoreMachine machine = new RestoreMachine();
  public final List<RestoreEvent> log = new ArrayList<>();

  /** Everything that was ever sent to a writer. */
  public final List<AskWriter> asked = new ArrayList<>();

  /** What runs, as a shell would have it after all effects so far. */
  public final Map<RestoreTimer, Duration> timers = new LinkedHashMap<>();

  public Restore restore;
  public Decision<RestoreEvent, RestoreEffect, RestoreReply> last = Decision.nothing();
  public Instant now = START;
  private int requests;

  public RestoreFixture(SessionId session) {
    restore = Restore.unused(session);
  }

  /** Gives the machine one input and does what a shell does with its decision. */
  public RestoreFixture when(RestoreInput input) {
    RestorePhase from = restore.phase();
    if (input instanceof RestoreInput.TakeOver) {
      // What the lost coordinator had running died with it.
      timers.clear();
    }
    last = machine.decide(restore, input, now);
    restore = machine.replay(restore, last.events());
    log.addAll(last.events());
    for (RestoreEffect effect : last.effects()) {
      switch (effect) {
        case AskWriter ask -> asked.add(ask);
        case StartTimer(var timer, var after) -> timers.put(timer, after);
        case RestoreEffect.CancelTimer(var timer) -> timers.remove(timer);
      }
    }
    Taken.record(RestoreTable.TABLE, from, input, restore.phase());
    return this;
  }

  public RestoreFixture after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** A request id that was not used before. */
  public RequestId fresh() {
    requests++;
    return new RequestId("r" + requests);
  }

  // How a restore usually goes on, one step at a time.

  public static RestoreFixture unused() {
    return new RestoreFixture(SESSION);
  }

  public static RestoreFixture initialized() {
    return unused().initialize(true);
  }

  public RestoreFixture initialize(boolean leased) {
    return initialize(new RestoreTerms(Backups.document(), Limits.defaults(), leased));
  }

  public RestoreFixture initialize(RestoreTerms terms) {
    return when(new RestoreInput.InitializeForRestore(fresh(), terms));
  }

  public static RestoreFixture gathering() {
    RestoreFixture fixture = initialized();
    return fixture.when(new RestoreInput.GatherWriterMetadata(fixture.fresh(), Backups.ROSTER));
  }

  /** Everybody of the roster has described itself. */
  public static RestoreFixture selecting() {
    return gathering().everybodyAnswers();
  }

  /** The database and the mail have something to restore. */
  public static RestoreFixture selected() {
    return selecting().select(Backups.SHOP).select(Backups.BOXES);
  }

  public RestoreFixture select(ComponentId component) {
    return when(new RestoreInput.SetSelectedForRestore(fresh(), component, true));
  }

  public static RestoreFixture preRestoring() {
    return selected().call(RestoreInput.PreRestore::new);
  }

  public static RestoreFixture preRestored() {
    return preRestoring().everybodyAnswers();
  }

  public static RestoreFixture restoringFiles() {
    return preRestored().call(RestoreInput.GatherWriterStatus::new).everybodyAnswers();
  }

  public static RestoreFixture postRestoring() {
    return restoringFiles().call(RestoreInput.PostRestore::new);
  }

  public static RestoreFixture postRestored() {
    return postRestoring().everybodyAnswers();
  }

  public static RestoreFixture completed() {
    return postRestored().call(RestoreInput.GatherWriterStatus::new).everybodyAnswers();
  }

  public static RestoreFixture releasing() {
    return completed().call(RestoreInput.Release::new);
  }

  public static RestoreFixture released() {
    return releasing().everybodyAnswers();
  }

  public RestoreFixture call(Function<RequestId, Verb> verb) {
    return when(verb.apply(fresh()));
  }

  public RestoreFixture filesOf(ComponentId component, FileRestoreStatus status) {
    return when(new RestoreInput.SetFileRestoreStatus(fresh(), component, status));
  }

  // What writers say.

  public RestoreFixture everybodyAnswers() {
    List.copyOf(restore.openRound().waiting().keySet()).forEach(this::answers);
    return this;
  }

  public RestoreFixture answers(WriterId writer) {
    return answers(writer, new HandlerResult.Done());
  }

  /** The writer's usual answer to what it was asked last, or this result of its handler. */
  public RestoreFixture answers(WriterId writer, HandlerResult result) {
    return when(new RestoreInput.WriterSaid(answer(lastAsked(writer), writer, result)));
  }

  public WriterInput lastAsked(WriterId writer) {
    return asked.stream()
        .filter(ask -> ask.writer().equals(writer))
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .request();
  }

  public static WriterReply answer(WriterInput request, WriterId writer, HandlerResult result) {
    return switch (request) {
      case WriterInput.Identify(var session, var life) ->
          new WriterReply.Identified(writer, session, life, Backups.described(writer));
      case WriterInput.PreRestore pre -> handled(writer, pre, WriterStep.PRE_RESTORE, result);
      case WriterInput.PostRestore post -> handled(writer, post, WriterStep.POST_RESTORE, result);
      case WriterInput.BackupShutdown down ->
          handled(writer, down, WriterStep.BACKUP_SHUTDOWN, result);
      case WriterInput.GatherStatus(var stamp) -> status(writer, stamp, WriterStep.POST_RESTORE);
      default -> throw new AssertionError("a restore asked for " + request);
    };
  }

  public static WriterReply status(WriterId writer, Stamp stamp, WriterStep last) {
    return new WriterReply.Status(writer, stamp, WriterState.STABLE, last, Optional.empty());
  }

  private static WriterReply handled(
      WriterId writer, WriterRequest request, WriterStep step, HandlerResult result) {
    return new WriterReply.Handled(writer, request.stamp(), step, result);
  }

  public RestoreFixture roundLimitPasses() {
    RestoreTimer limit =
        timers.keySet().stream()
            .filter(RestoreTimer.RoundLimit.class::isInstance)
            .findFirst()
            .orElseThrow();
    timers.remove(limit);
    return when(new RestoreInput.LimitPassed(limit));
  }

  public RestoreFixture leasePasses() {
    timers.remove(new RestoreTimer.RequesterLease());
    return when(new RestoreInput.LimitPassed(new RestoreTimer.RequesterLease()));
  }

  // What a test may want to know.

  public RestorePhase phase() {
    return restore.phase();
  }

  /** The last thing that anybody was told. */
  public RestoreReply reply() {
    return last.replies().getLast();
  }

  public RestoreFixture isRefused(Failure failure) {
    assertThat(last.replies())
        .singleElement()
        .isInstanceOfSatisfying(
            RestoreReply.Refused.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(failure));
    assertThat(last.effects()).noneMatch(AskWriter.class::isInstance);
    return this;
  }

  public RestoreFixture isDone() {
    assertThat(last.replies()).singleElement().isInstanceOf(RestoreReply.Done.class);
    return this;
  }

  /** Who was asked anything of this kind, in order. */
  public List<WriterId> asked(Class<? extends WriterInput> kind) {
    return asked.stream()
        .filter(ask -> kind.isInstance(ask.request()))
        .map(AskWriter::writer)
        .toList();
  }

  public <T extends WriterInput> T lastAsked(WriterId writer, Class<T> kind) {
    return kind.cast(lastAsked(writer));
  }
}
