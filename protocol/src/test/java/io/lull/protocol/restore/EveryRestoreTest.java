package io.lull.protocol.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.restore.RestoreEffect.AskWriter;
import io.lull.protocol.restore.RestoreEffect.StartTimer;
import io.lull.protocol.restore.RestoreInput.LimitPassed;
import io.lull.protocol.restore.RestoreInput.QueryStatus;
import io.lull.protocol.restore.RestoreInput.TakeOver;
import io.lull.protocol.restore.RestoreReply.Pending;
import io.lull.protocol.restore.RestoreTimer.RequesterLease;
import io.lull.protocol.restore.RestoreTimer.RoundLimit;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.WriterInput;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever the requester, writers, clocks and coordinators do, and in which order. */
class EveryRestoreTest {
  private static final int SEEDS = 100;

  private static final Set<Class<?>> OF_A_RESTORE =
      Set.of(
          WriterInput.Identify.class,
          WriterInput.PreRestore.class,
          WriterInput.GatherStatus.class,
          WriterInput.PostRestore.class,
          WriterInput.BackupShutdown.class);

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void writers_are_asked_in_order_and_only_what_belongs_to_a_restore(long seed) {
    new RestoreWalk(seed).walk(EveryRestoreTest::asksInOrder);
  }

  private static void asksInOrder(RestoreFixture fixture) {
    Restore restore = fixture.restore;
    for (RestoreEffect effect : fixture.last.effects()) {
      if (effect instanceof AskWriter(var writer, var request)) {
        assertThat(OF_A_RESTORE).contains(request.getClass());
        if (!(request instanceof WriterInput.Identify)) {
          assertThat(restore.participants()).containsKey(writer);
        }
        if (request instanceof WriterInput.PostRestore) {
          assertThat(restore.answers().preRestored()).containsKey(writer);
        }
        if (request instanceof WriterInput.BackupShutdown && restore.end().isEmpty()) {
          assertThat(restore.answers().postRestored()).containsKey(writer);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_is_under_way_is_always_what_is_outstanding(long seed) {
    new RestoreWalk(seed)
        .walk(
            fixture -> {
              Restore restore = fixture.restore;
              List<RestoreEffect> outstanding = Outstanding.of(restore, fixture.now);
              assertThat(fixture.asked)
                  .containsAll(
                      outstanding.stream()
                          .filter(AskWriter.class::isInstance)
                          .map(AskWriter.class::cast)
                          .toList());
              Set<RestoreTimer> wanted =
                  outstanding.stream()
                      .filter(StartTimer.class::isInstance)
                      .map(effect -> ((StartTimer) effect).timer())
                      .collect(Collectors.toSet());
              assertThat(fixture.timers.keySet()).isEqualTo(wanted);
            });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_restore_can_be_recovered_from_any_beginning_of_its_log(long seed) {
    RestoreWalk walk = new RestoreWalk(seed).walk(fixture -> {});
    RestoreFixture fixture = walk.fixture;
    Restore replayed = Restore.unused(RestoreFixture.SESSION);
    for (int i = 0; i < fixture.log.size(); i++) {
      replayed = fixture.machine.apply(replayed, fixture.log.get(i));
      recovers(fixture, replayed);
    }
    assertThat(replayed).isEqualTo(fixture.restore);
  }

  /** Whoever takes over asks everybody again, and the open question still comes to an end. */
  private static void recovers(RestoreFixture lost, Restore found) {
    Decision<RestoreEvent, RestoreEffect, RestoreReply> takenOver =
        lost.machine.decide(found, new TakeOver(), lost.now);
    Restore restore = lost.machine.replay(found, takenOver.events());
    assertThat(takenOver.effects()).isEqualTo(lost.machine.outstanding(restore, lost.now));
    assertThat(restore.round()).isEqualTo(found.round());
    restore
        .round()
        .ifPresent(
            round -> {
              RoundLimit limit = new RoundLimit(round.number(), restore.epoch());
              assertThat(takenOver.effects())
                  .contains(new StartTimer(limit, Rounds.limit(restore)));
              Decision<RestoreEvent, RestoreEffect, RestoreReply> passed =
                  lost.machine.decide(restore, new LimitPassed(limit), lost.now);
              Restore after = lost.machine.replay(restore, passed.events());
              assertThat(after.phase()).isNotEqualTo(restore.phase());
            });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void every_call_is_answered_and_none_stays_pending_in_a_session_that_is_over(long seed) {
    new RestoreWalk(seed)
        .walk(
            fixture -> {
              boolean open = fixture.restore.round().flatMap(Round::request).isPresent();
              assertThat(fixture.restore.replies().values())
                  .filteredOn(Pending.class::isInstance)
                  .hasSize(open ? 1 : 0);
            });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_session_that_is_over_stays_as_it_is(long seed) {
    RestoreFixture fixture = new RestoreWalk(seed).walk(any -> {}).fixture;
    if (fixture.phase() == RestorePhase.RELEASED) {
      Restore over = fixture.restore;
      fixture.call(RestoreInput.PreRestore::new).call(QueryStatus::new).when(new TakeOver());

      assertThat(fixture.restore).isEqualTo(over);
      assertThat(fixture.timers).doesNotContainKey(new RequesterLease());
    }
  }
}
