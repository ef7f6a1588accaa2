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
  static final SessionId SESSION = new SessionId("restore-1");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final RestoreMachine machine = new RestoreMachine();
  final List<RestoreEvent> log = new ArrayList<>();

  /** Everything that was ever sent to a writer. */
  final List<AskWriter> asked = new ArrayList<>();

  /** What runs, as a shell would have it after all effects so far. */
  final Map<RestoreTimer, Duration> timers = new LinkedHashMap<>();

  Restore restore = Restore.unused(SESSION);
  Decision<RestoreEvent, RestoreEffect, RestoreReply> last = Decision.nothing();
  Instant now = START;
  private int requests;

  /** Gives the machine one input and does what a shell does with its decision. */
  RestoreFixture when(RestoreInput input) {
    RestorePhase from = restore.phase();
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

  RestoreFixture after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** A request id that was not used before. */
  RequestId fresh() {
    requests++;
    return new RequestId("r" + requests);
  }

  // How a restore usually goes on, one step at a time.

  static RestoreFixture unused() {
    return new RestoreFixture();
  }

  static RestoreFixture initialized() {
    return unused().initialize(true);
  }

  RestoreFixture initialize(boolean leased) {
    RestoreTerms terms = new RestoreTerms(Backups.document(), Limits.defaults(), leased);
    return when(new RestoreInput.InitializeForRestore(fresh(), terms));
  }

  static RestoreFixture gathering() {
    RestoreFixture fixture = initialized();
    return fixture.when(new RestoreInput.GatherWriterMetadata(fixture.fresh(), Backups.ROSTER));
  }

  /** Everybody of the roster has described itself. */
  static RestoreFixture selecting() {
    return gathering().everybodyAnswers();
  }

  /** The database and the mail have something to restore. */
  static RestoreFixture selected() {
    return selecting().select(Backups.SHOP).select(Backups.BOXES);
  }

  RestoreFixture select(ComponentId component) {
    return when(new RestoreInput.SetSelectedForRestore(fresh(), component, true));
  }

  static RestoreFixture preRestoring() {
    return selected().call(RestoreInput.PreRestore::new);
  }

  static RestoreFixture preRestored() {
    return preRestoring().everybodyAnswers();
  }

  static RestoreFixture restoringFiles() {
    return preRestored().call(RestoreInput.GatherWriterStatus::new).everybodyAnswers();
  }

  static RestoreFixture postRestoring() {
    return restoringFiles().call(RestoreInput.PostRestore::new);
  }

  static RestoreFixture postRestored() {
    return postRestoring().everybodyAnswers();
  }

  static RestoreFixture completed() {
    return postRestored().call(RestoreInput.GatherWriterStatus::new).everybodyAnswers();
  }

  static RestoreFixture releasing() {
    return completed().call(RestoreInput.Release::new);
  }

  static RestoreFixture released() {
    return releasing().everybodyAnswers();
  }

  RestoreFixture call(Function<RequestId, Verb> verb) {
    return when(verb.apply(fresh()));
  }

  RestoreFixture filesOf(ComponentId component, FileRestoreStatus status) {
    return when(new RestoreInput.SetFileRestoreStatus(fresh(), component, status));
  }

  // What writers say.

  RestoreFixture everybodyAnswers() {
    List.copyOf(restore.openRound().waiting().keySet()).forEach(this::answers);
    return this;
  }

  RestoreFixture answers(WriterId writer) {
    return answers(writer, new HandlerResult.Done());
  }

  /** The writer's usual answer to what it was asked last, or this result of its handler. */
  RestoreFixture answers(WriterId writer, HandlerResult result) {
    return when(new RestoreInput.WriterSaid(answer(lastAsked(writer), writer, result)));
  }

  WriterInput lastAsked(WriterId writer) {
    return asked.stream()
        .filter(ask -> ask.writer().equals(writer))
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .request();
  }

  static WriterReply answer(WriterInput request, WriterId writer, HandlerResult result) {
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

  static WriterReply status(WriterId writer, Stamp stamp, WriterStep last) {
    return new WriterReply.Status(writer, stamp, WriterState.STABLE, last, Optional.empty());
  }

  private static WriterReply handled(
      WriterId writer, WriterRequest request, WriterStep step, HandlerResult result) {
    return new WriterReply.Handled(writer, request.stamp(), step, result);
  }

  RestoreFixture roundLimitPasses() {
    RestoreTimer limit =
        timers.keySet().stream()
            .filter(RestoreTimer.RoundLimit.class::isInstance)
            .findFirst()
            .orElseThrow();
    timers.remove(limit);
    return when(new RestoreInput.LimitPassed(limit));
  }

  RestoreFixture leasePasses() {
    timers.remove(new RestoreTimer.RequesterLease());
    return when(new RestoreInput.LimitPassed(new RestoreTimer.RequesterLease()));
  }

  // What a test may want to know.

  RestorePhase phase() {
    return restore.phase();
  }

  /** The last thing that anybody was told. */
  RestoreReply reply() {
    return last.replies().getLast();
  }

  RestoreFixture isRefused(Failure failure) {
    assertThat(last.replies())
        .singleElement()
        .isInstanceOfSatisfying(
            RestoreReply.Refused.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(failure));
    assertThat(last.effects()).noneMatch(AskWriter.class::isInstance);
    return this;
  }

  RestoreFixture isDone() {
    assertThat(last.replies()).singleElement().isInstanceOf(RestoreReply.Done.class);
    return this;
  }

  /** Who was asked anything of this kind, in order. */
  List<WriterId> asked(Class<? extends WriterInput> kind) {
    return asked.stream()
        .filter(ask -> kind.isInstance(ask.request()))
        .map(AskWriter::writer)
        .toList();
  }

  <T extends WriterInput> T lastAsked(WriterId writer, Class<T> kind) {
    return kind.cast(lastAsked(writer));
  }
}
