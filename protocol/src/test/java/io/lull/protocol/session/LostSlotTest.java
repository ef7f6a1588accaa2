package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.HostId;
import io.lull.protocol.story.Story;
import org.junit.jupiter.api.Test;

/** A slot lives on a node, which may be lost with the question whether the slot is free. */
class LostSlotTest {
  private static final HostId OTHER = new HostId("b");

  @Test
  void a_slot_that_does_not_hear_is_asked_again_while_the_set_starts() {
    Story story = chosen().then("let a miss TakeSlot", "requester StartSnapshotSet");
    assertThat(story.phase()).isEqualTo(SessionPhase.TAKING_SLOTS);

    story.then("advance 3s");

    assertThat(story.phase()).isEqualTo(SessionPhase.SET_STARTED);
  }

  @Test
  void a_slot_that_does_not_hear_is_asked_again_while_a_volume_waits_for_it() {
    Story story =
        chosen()
            .then("requester StartSnapshotSet")
            .then("let b miss TakeSlot", "requester AddToSnapshotSet b:/data");
    assertThat(story.world().session().set().slots()).doesNotContainKey(OTHER);

    story.then("advance 3s");

    assertThat(story.world().session().set().slots()).containsKey(OTHER);
  }

  private static Story chosen() {
    return Story.of("writer a/db", "provider a/disk", "provider b/disk")
        .then("requester InitializeForBackup", "requester SetBackupState")
        .then("requester GatherWriterMetadata", "requester AddComponent a/db#main");
  }
}
