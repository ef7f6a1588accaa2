package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.session.SessionInput.ProviderSaid;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.World.SessionStep;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An answer to one deletion is not taken for the answer to another, however late it comes. */
class DeletionTest {
  private static final Volume FIRST = new Volume(new HostId("a"), "/data");
  private static final Volume SECOND = new Volume(new HostId("a"), "/more");
  private static final ProviderId DISK = new ProviderId(new HostId("a"), "disk");

  private final Story story =
      Story.ofOne()
          .then(
              // Nobody speaks for the second volume.
              "policy lowest crash",
              "set up",
              "requester AddToSnapshotSet a:/more",
              "requester PrepareForBackup",
              "requester DoSnapshotSet",
              "let a/disk keep DeleteSnapshots always");

  @Test
  void a_second_answer_for_one_copy_does_not_delete_the_next() {
    story.then("requester DeleteSnapshots", "answer a/disk DeleteSnapshots");
    assertThat(story.world().session().set().members()).containsOnlyKeys(SECOND);

    story.world().give(lastOfProvider());

    assertThat(story.world().session().set().members()).containsOnlyKeys(SECOND);
    story.then("answer a/disk DeleteSnapshots");
    assertThat(story.world().session().set().members()).isEmpty();
    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void a_second_answer_for_one_copy_does_not_end_the_duty_to_delete_all() {
    story.then(
        "requester DeleteSnapshots " + FIRST, "answer a/disk DeleteSnapshots", "requester Release");
    Duty duty = new Duty.DeleteCopies(DISK);
    assertThat(story.world().session().work().duties()).contains(duty);

    story.world().give(lastOfProvider());

    assertThat(story.world().session().work().duties()).contains(duty);
    story.then("answer a/disk DeleteSnapshots");
    assertThat(story.world().session().work().duties()).doesNotContain(duty);
  }

  @Test
  void a_copy_that_is_named_twice_is_deleted_once() {
    story.then("requester DeleteSnapshots a:/data a:/data", "answer a/disk DeleteSnapshots");

    assertThat(story.reply()).isEqualTo(new Deleted(last(), 1, Optional.empty(), Optional.empty()));
    assertThat(story.world().session().work().deletion()).isEmpty();
  }

  @Test
  void a_copy_that_its_provider_does_not_know_is_gone() {
    story.then("requester DeleteSnapshots");

    story.world().give(refused(Failure.OBJECT_NOT_FOUND));

    assertThat(story.world().session().set().members()).containsOnlyKeys(SECOND);
  }

  @Test
  void a_copy_whose_provider_is_not_there_is_not_taken_for_gone() {
    story.then("requester DeleteSnapshots");

    story.world().give(refused(Failure.PROVIDER_NOT_REGISTERED));

    Deleted stopped = (Deleted) story.reply();
    assertThat(stopped.fault().map(Fault::failure)).contains(Failure.PROVIDER_NOT_REGISTERED);
    assertThat(story.world().session().set().members()).containsOnlyKeys(FIRST, SECOND);
  }

  @Test
  void nobody_waits_for_ever_for_a_provider_that_is_no_longer_there() {
    story.then("requester Release");
    Duty duty = new Duty.DeleteCopies(DISK);
    assertThat(story.world().session().work().duties()).contains(duty);

    story.world().give(refused(Failure.PROVIDER_NOT_REGISTERED));

    assertThat(story.world().session().work().duties()).doesNotContain(duty);
  }

  private ProviderSaid refused(Failure failure) {
    Session session = story.world().session();
    return new ProviderSaid(
        new ProviderReply.Refused(
            DISK,
            session.stamp(DISK.host()),
            ProviderStep.DELETE_SNAPSHOTS,
            session.life(DISK.host()),
            Fault.of(failure, "a test")));
  }

  private RequestId last() {
    return story.reply().request();
  }

  private ProviderSaid lastOfProvider() {
    return story.world().sessionSteps().reversed().stream()
        .map(SessionStep::input)
        .filter(ProviderSaid.class::isInstance)
        .map(ProviderSaid.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
