package io.lull.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.SlotRetry;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.story.Cast.Sent;
import io.lull.protocol.story.Scenarios;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.Ways;
import io.lull.protocol.story.World.SessionStep;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationConformanceTest {
  private static final HostId HOST = new HostId("a");

  /** From StartSnapshotSet until DoSnapshotSet answers. */
  static Stream<SessionPhase> underWay() {
    return EnumSet.range(SessionPhase.SET_STARTED, SessionPhase.POST_FINAL_COMMITTING).stream();
  }

  /** A set has started and DoSnapshotSet has not been called. */
  static Stream<SessionPhase> beforeCreation() {
    return EnumSet.range(SessionPhase.TAKING_SLOTS, SessionPhase.BACKUP_PREPARED).stream();
  }

  @ParameterizedTest
  @MethodSource("underWay")
  void P01_P02_no_other_session_starts_a_set_while_one_is_created(SessionPhase phase) {
    Story story = Ways.to(phase);

    Story other = story.another().then(startingASet());

    assertThat(other.refusal()).isEqualTo(Failure.SNAPSHOT_SET_IN_PROGRESS);
  }

  @Test
  void P01_a_creation_ends_when_do_snapshot_set_answers() {
    Story story = Ways.to(SessionPhase.BACKUP_PREPARED).then("let a keep ReleaseSlot");
    story.then("requester DoSnapshotSet");
    assertThat(story.replies("r8")).hasOnlyElementsOfType(SessionReply.Pending.class);

    story.then("answer a ReleaseSlot");

    assertThat(story.replies("r8").getLast()).isInstanceOf(SessionReply.SetCreated.class);
    assertThat(story.another().then(startingASet()).reply())
        .isInstanceOf(SessionReply.SetStarted.class);
  }

  @Test
  void P03_a_refused_session_may_repeat_its_call() {
    Story story = Ways.to(SessionPhase.BACKUP_PREPARED);
    Story other = story.another().then(startingASet());
    assertThat(other.refusal()).isEqualTo(Failure.SNAPSHOT_SET_IN_PROGRESS);

    story.then("requester DoSnapshotSet");
    other.then("requester StartSnapshotSet");

    assertThat(other.reply()).isInstanceOf(SessionReply.SetStarted.class);
  }

  @ParameterizedTest
  @MethodSource("underWay")
  void P04_a_refusal_changes_nothing_for_the_creation_under_way(SessionPhase phase) {
    Story story = Ways.to(phase);
    Session before = story.world().session();
    List<String> asked = story.cast().sentTo("a/disk");

    story.another().then(startingASet());

    assertThat(story.world().session()).isEqualTo(before);
    assertThat(story.cast().holder(HOST)).contains(before.id());
    assertThat(story.cast().sentTo("a/disk")).isEqualTo(asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SNAPSHOT_CREATED", "COMPLETING", "BACKUP_COMPLETED", "CREATION_FAILED"})
  void P05_the_slot_is_free_when_do_snapshot_set_has_answered(String phase) {
    Story story = Ways.to(SessionPhase.valueOf(phase));

    assertThat(story.cast().holder(HOST)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("beforeCreation")
  void P06_the_slot_is_free_when_its_holder_aborts(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester AbortBackup", "advance 1m");

    assertThat(story.cast().holder(HOST)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("beforeCreation")
  void P06_the_slot_is_free_when_its_holder_vanishes(SessionPhase phase) {
    Story story = Ways.to(phase, "policy leased").then("advance 10m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().holder(HOST)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("beforeCreation")
  void P07_P08_without_do_snapshot_set_no_provider_is_told_to_abort(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester AbortBackup", "advance 1m");

    story.then("requester Release", "advance 10m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().askedFor("AbortSnapshots")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"requester Cancel r8", "lose a", "requester AbortBackup", "advance 11m"})
  void P09_before_end_prepare_no_provider_is_told_to_abort(String mishap) {
    Story story = Ways.to(SessionPhase.PREPARING_SNAPSHOT).then(mishap, "requester Release");

    assertThat(story.cast().askedFor("AbortSnapshots")).isEmpty();
  }

  @Test
  void P09_in_no_story_abort_snapshots_comes_before_end_prepare() {
    Scenarios.all()
        .forEach(
            story -> {
              Set<String> ended = new HashSet<>();
              for (Sent sent : story.cast().sent()) {
                if (sent.step().equals("EndPrepare")) {
                  ended.add(sent.who());
                } else if (sent.step().equals("AbortSnapshots")) {
                  assertThat(ended).contains(sent.who());
                }
              }
            });
  }

  @Test
  void C01_every_prepare_for_snapshot_is_over_before_the_first_freeze() {
    Story story = levels().then("let b/web keep PrepareForSnapshot", "requester DoSnapshotSet");
    assertThat(story.cast().askedFor("Freeze")).isEmpty();

    story.then("answer b/web PrepareForSnapshot");

    assertThat(story.cast().askedFor("Freeze")).containsExactly("b/web", "a/db", "c/os");
  }

  @Test
  void C01_a_level_is_frozen_when_the_one_before_it_stands() {
    Story story = levels().then("let b/web keep Freeze", "let a/db keep Freeze");

    story.then("requester DoSnapshotSet");
    assertThat(story.cast().askedFor("Freeze")).containsExactly("b/web");
    story.then("answer b/web Freeze");
    assertThat(story.cast().askedFor("Freeze")).containsExactly("b/web", "a/db");
    story.then("answer a/db Freeze");
    assertThat(story.cast().askedFor("Freeze")).containsExactly("b/web", "a/db", "c/os");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c/os Freeze PreCommit",
        "b/disk PreCommit Commit",
        "b/disk Commit PostCommit",
        "b/disk PostCommit Thaw"
      })
  void C02_nothing_runs_ahead_of_the_last_answer(String gate) {
    String[] words = gate.split(" ");
    Story story = levels().then("let " + words[0] + " keep " + words[1]);

    story.then("requester DoSnapshotSet");
    assertThat(story.cast().askedFor(words[2])).isEmpty();
    story.then("answer " + words[0] + " " + words[1]);

    assertThat(story.cast().askedFor(words[2])).isNotEmpty();
  }

  @Test
  void C03_the_write_stop_ends_at_once_when_the_last_commit_is_answered() {
    Story story = levels().then("let a/disk keep Commit", "requester DoSnapshotSet");
    story.then("advance 3s");
    assertThat(story.cast().askedFor("PostCommit")).isEmpty();

    story.then("answer a/disk Commit");

    assertThat(story.cast().askedFor("PostCommit")).containsExactly("a/disk", "b/disk");
    assertThat(story.cast().frozen()).isEmpty();
  }

  @Test
  void C03_the_write_stop_ends_in_any_case_at_its_limit() {
    Story story = levels().then("let a/disk drop Commit", "requester DoSnapshotSet");
    story.then("advance 9s");
    assertThat(story.cast().frozen()).hasSize(3);

    story.then("advance 1s");

    assertThat(story.cast().frozen()).isEmpty();
  }

  @Test
  void C04_a_write_stop_that_ran_into_its_limit_fails_the_set_whatever_providers_say() {
    Story story = Ways.to(SessionPhase.WINDOW_OPEN).then("advance 10s");

    story.then("answer a/disk Commit");

    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(story.reply()).isInstanceOf(SessionReply.Refused.class);
    assertThat(story.cast().copies()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EndPrepare", "PreCommit", "Commit", "PostCommit", "PostFinalCommit"})
  void C05_the_failure_of_one_provider_fails_the_whole_set(String step) {
    Story story = levels().then("let b/disk fail " + step, "requester DoSnapshotSet");

    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(story.cast().askedFor("AbortSnapshots")).contains("a/disk", "b/disk");
    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void C07_a_session_journals_nothing_while_its_window_is_open() {
    List<SessionStep> steps =
        Scenarios.all()
            .flatMap(story -> story.world().sessionSteps().stream())
            .filter(step -> step.before().phase() == SessionPhase.WINDOW_OPEN)
            .filter(step -> !(step.input() instanceof SessionInput.WindowReported))
            .filter(step -> !(step.input() instanceof SessionInput.TakeOver))
            .toList();

    assertThat(steps).isNotEmpty();
    assertThat(steps).allSatisfy(step -> assertThat(step.decision().events()).isEmpty());
  }

  @Test
  void D02_repeats_are_limited_in_number_with_back_off_and_jitter() {
    Limits limits = Limits.defaults();

    assertThat(SlotRetry.wait(limits, 1, 0)).contains(limits.slotRetryBackoff().dividedBy(2));
    assertThat(SlotRetry.wait(limits, 1, 1)).contains(limits.slotRetryBackoff());
    assertThat(SlotRetry.wait(limits, 3, 1)).contains(limits.slotRetryBackoff().multipliedBy(4));
    assertThat(SlotRetry.wait(limits, limits.slotRetryAttempts(), 0.5)).isPresent();
    assertThat(SlotRetry.wait(limits, limits.slotRetryAttempts() + 1, 0.5)).isEmpty();
    Optional<Duration> longest = SlotRetry.wait(limits, limits.slotRetryAttempts(), 1);
    assertThat(longest.orElseThrow()).isLessThan(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"decline", "fail", "refuse", "miss"})
  void D05_a_requester_that_leaves_after_a_failed_add_leaves_no_slot_taken(String how) {
    Story story =
        Story.ofOne().then("policy leased", "set up", "let a/disk " + how + " BeginPrepare");
    story.then("requester AddToSnapshotSet a:/refused");

    story.then("advance 5m");

    assertThat(story.replies("r7").getLast()).isInstanceOf(SessionReply.Refused.class);
    assertThat(story.cast().holder(HOST)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PREPARING_SNAPSHOT", "ENDING_PREPARE", "WINDOW_OPEN"})
  void D06_a_restarted_coordinator_aborts_before_another_set_can_start(String phase) {
    Story story = Ways.to(SessionPhase.valueOf(phase), "let a/db keep Abort always");
    story.then("crash coordinator", "recover coordinator");
    Story other = story.another().then(startingASet());
    assertThat(other.refusal()).isEqualTo(Failure.SNAPSHOT_SET_IN_PROGRESS);

    story.then("answer a/db Abort");

    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(other.then("requester StartSnapshotSet").reply())
        .isInstanceOf(SessionReply.SetStarted.class);
  }

  private static Story levels() {
    return Story.ofTwo().then("writer c/os system", "set up", "requester PrepareForBackup");
  }

  private static String[] startingASet() {
    return new String[] {
      "requester InitializeForBackup",
      "requester SetContext FILE_SHARE_BACKUP",
      "requester StartSnapshotSet a"
    };
  }
}
