package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionInput.ProviderSaid;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.World.SessionStep;
import org.junit.jupiter.api.Test;

/** An answer to one deletion is not taken for the answer to another, however late it comes. */
class DeletionTest {
  private static final Volume FIRST = new Volume(new HostId("a"), "/data");
  private static final Volume SECOND = new Volume(new HostId("a"), "/more");

  private final Story story =
      Story.ofOne()
          .then(
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
    Duty duty = new Duty.DeleteCopies(new ProviderId(new HostId("a"), "disk"));
    assertThat(story.world().session().work().duties()).contains(duty);

    story.world().give(lastOfProvider());

    assertThat(story.world().session().work().duties()).contains(duty);
    story.then("answer a/disk DeleteSnapshots");
    assertThat(story.world().session().work().duties()).doesNotContain(duty);
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
