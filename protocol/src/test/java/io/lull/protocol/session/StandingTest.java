package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.session.SessionEvent.SetPinned;
import io.lull.protocol.session.SessionEvent.SetUnpinned;
import io.lull.protocol.session.SessionEvent.SetVerified;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.World.SessionStep;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a set that exists stays with it, and a pinned set stays with its copies. */
class StandingTest {
  private final Story story = Story.ofOne();

  private Story created(String context) {
    return story.then("set up " + context, "requester PrepareForBackup", "requester DoSnapshotSet");
  }

  private Story released() {
    return created("APP_ROLLBACK").then("requester Release");
  }

  private Session session() {
    return story.world().session();
  }

  private Standing standing() {
    return session().set().standing();
  }

  private long happened(SessionEvent event) {
    return story.world().sessionSteps().stream()
        .flatMap(step -> step.decision().events().stream())
        .filter(event::equals)
        .count();
  }

  @Test
  void a_pinned_set_is_not_deleted_before_it_is_unpinned() {
    created("APP_ROLLBACK").then("requester PinSet audit of 2026", "requester DeleteSnapshots");

    assertThat(standing().pinned()).contains("audit of 2026");
    assertThat(story.refusal()).isEqualTo(Failure.SET_PINNED);
    assertThat(fault().detail()).contains("audit of 2026");
    assertThat(story.cast().copies()).hasSize(1);

    story.then("requester DeleteSnapshots a:/data");

    assertThat(story.refusal()).isEqualTo(Failure.SET_PINNED);

    story.then("requester UnpinSet", "requester DeleteSnapshots");

    assertThat(standing().pinned()).isEmpty();
    assertThat(((Deleted) story.reply()).deleted()).isOne();
  }

  @Test
  void so_it_is_with_a_set_that_outlived_its_session_which_stays_over() {
    released().then("requester PinSet audit");

    assertThat(story.reply()).isInstanceOf(Done.class);
    assertThat(session().isOver()).isTrue();

    story.then("requester DeleteSnapshots a:/data");

    assertThat(story.refusal()).isEqualTo(Failure.SET_PINNED);
    assertThat(session().isOver()).isTrue();

    story.then("requester UnpinSet", "requester DeleteSnapshots");

    assertThat(((Deleted) story.reply()).deleted()).isOne();
    assertThat(session().isOver()).isTrue();
  }

  @Test
  void nobody_else_hears_of_it_and_no_timer_runs() {
    story.then("policy leased");
    released()
        .then("requester PinSet audit", "requester RecordVerification good", "requester UnpinSet");
    List<SessionStep> steps = story.world().sessionSteps();

    assertThat(steps.subList(steps.size() - 3, steps.size()))
        .allSatisfy(step -> assertThat(step.decision().effects()).isEmpty());
    assertThat(session().epoch()).isEqualTo(steps.getFirst().before().epoch());
  }

  @Test
  void pinned_again_for_the_same_reason_nothing_happens_and_another_reason_counts() {
    released().then("requester PinSet audit", "requester PinSet audit");

    assertThat(story.reply()).isInstanceOf(Done.class);
    assertThat(happened(new SetPinned("audit"))).isOne();

    story.then("requester PinSet court");

    assertThat(standing().pinned()).contains("court");
  }

  @Test
  void what_is_not_pinned_is_unpinned_already() {
    released().then("requester UnpinSet");

    assertThat(story.reply()).isInstanceOf(Done.class);
    assertThat(happened(new SetUnpinned())).isZero();
  }

  @Test
  void the_last_verification_counts() {
    created("APP_ROLLBACK").then("requester RecordVerification good as new", "requester Release");

    assertThat(standing().verification()).contains(new Verification(true, "good as new"));

    story.then("requester RecordVerification bad luck");

    assertThat(standing().verification()).contains(new Verification(false, "bad luck"));
    assertThat(session().isOver()).isTrue();
    assertThat(happened(new SetVerified(new Verification(true, "good as new")))).isOne();
  }

  @Test
  void a_set_that_ends_with_its_session_can_be_verified_but_not_pinned() {
    created("BACKUP").then("requester PinSet audit");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(fault().detail()).contains("outlives its session");

    story.then("requester RecordVerification good");

    assertThat(standing().verification()).contains(new Verification(true, "good"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PinSet audit", "RecordVerification good"})
  void of_a_set_that_ended_with_its_session_nothing_is_said(String verb) {
    created("BACKUP").then("requester Release");
    int events = story.world().journal().size();

    story.then("requester " + verb);

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(story.world().journal()).hasSize(events);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PinSet audit", "RecordVerification good"})
  void of_a_set_that_was_deleted_nothing_is_said(String verb) {
    released().then("requester DeleteSnapshots");
    int events = story.world().journal().size();

    story.then("requester " + verb);

    assertThat(story.refusal()).isEqualTo(Failure.OBJECT_NOT_FOUND);
    assertThat(story.world().journal()).hasSize(events);
  }

  @Test
  void a_set_that_failed_cannot_be_pinned_after_the_release_either() {
    story.then("let a/db fail Freeze");
    created("APP_ROLLBACK").then("requester PinSet audit");
    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);

    story.then("requester Release", "requester PinSet audit");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(fault().detail()).contains("it failed");
  }

  @Test
  void what_is_being_deleted_is_not_pinned_and_a_late_copy_of_the_call_does_not_pin_it_either() {
    released().then("let a/disk keep DeleteSnapshots", "requester DeleteSnapshots");

    story.then("requester PinSet audit");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    story.then("let a/disk fail DeleteSnapshots", "advance 5m", "requester again");
    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(standing().pinned()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"advance 5m", "requester Release", "requester AbortBackup"})
  void a_copy_that_may_still_go_keeps_its_set_from_being_pinned(String end) {
    created("APP_ROLLBACK")
        .then("let a/disk keep DeleteSnapshots", "requester DeleteSnapshots", end)
        .then("requester Release");
    assertThat(session().work().deletion()).isEmpty();

    story.then("requester PinSet audit");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(fault().detail()).contains("the deletion of a:/data did not end well");
    assertThat(standing().pinned()).isEmpty();
  }

  @Test
  void a_deletion_that_failed_may_have_been_asked_for_twice() {
    released().then("let a/disk fail DeleteSnapshots", "requester DeleteSnapshots");

    story.then("requester PinSet audit");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    story.then("requester RecordVerification good");
    assertThat(story.reply()).isInstanceOf(Done.class);
    story.then("requester DeleteSnapshots");
    assertThat(((Deleted) story.reply()).deleted()).isOne();
  }

  @Test
  void what_is_left_can_be_pinned_when_the_copy_that_might_go_is_gone() {
    Story two = Story.ofTwo().then("set up APP_ROLLBACK");
    two.then(
        "requester PrepareForBackup",
        "requester DoSnapshotSet",
        "let a/disk drop DeleteSnapshots",
        "requester DeleteSnapshots",
        "advance 5m",
        "requester PinSet audit");
    assertThat(two.refusal()).isEqualTo(Failure.BAD_STATE);

    two.then("requester DeleteSnapshots a:/data", "requester PinSet audit");

    assertThat(two.reply()).isInstanceOf(Done.class);
    assertThat(two.world().session().set().standing().pinned()).contains("audit");
  }

  @Test
  void a_refused_deletion_deletes_nothing_that_was_unpinned_since() {
    released().then("requester PinSet audit", "requester DeleteSnapshots");
    Refused refused = (Refused) story.reply();
    story.then("requester UnpinSet");

    story.world().give(new SessionInput.DeleteSnapshots(refused.request(), List.of()));

    assertThat(story.reply()).isEqualTo(refused);
    assertThat(story.cast().copies()).hasSize(1);
  }

  @Test
  void a_late_copy_of_a_pin_does_not_pin_what_was_unpinned_since() {
    released().then("requester PinSet audit", "requester PinSet audit");
    RequestId second = story.reply().request();
    story.then("requester UnpinSet");

    story.world().give(new SessionInput.PinSet(second, "audit"));

    assertThat(standing()).isEqualTo(Standing.NONE);
  }

  @Test
  void a_pinned_set_stays_when_its_backup_is_given_up_and_can_be_unpinned_then() {
    created("APP_ROLLBACK").then("requester PinSet audit", "requester AbortBackup");
    assertThat(story.phase()).isEqualTo(SessionPhase.BACKUP_ABORTED);

    story.then("requester DeleteSnapshots");

    assertThat(story.refusal()).isEqualTo(Failure.SET_PINNED);
    story.then("requester UnpinSet", "requester DeleteSnapshots");
    assertThat(((Deleted) story.reply()).deleted()).isOne();
  }

  @Test
  void a_recovered_session_knows_it() {
    released()
        .then("requester PinSet audit", "requester RecordVerification good")
        .then("crash coordinator", "recover coordinator");

    assertThat(standing())
        .isEqualTo(
            Standing.NONE.pinned(Optional.of("audit")).verified(new Verification(true, "good")));
    assertThat(session().isOver()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines", "\u001b[2J", "\u202eturned"})
  void what_is_not_one_line_that_shows_is_no_reason_and_no_detail(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionInput.PinSet(new RequestId("r"), text))
        .withMessageContaining("a reason");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Verification(true, text))
        .withMessageContaining("a detail");
  }

  @Test
  void what_is_too_long_is_no_reason_and_no_detail() {
    RequestId request = new RequestId("r");

    assertThat(new SessionInput.PinSet(request, "x".repeat(200)).reason()).hasSize(200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionInput.PinSet(request, "x".repeat(201)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Verification(false, "x".repeat(501)));
  }

  private Fault fault() {
    return ((Refused) story.reply()).fault();
  }
}
