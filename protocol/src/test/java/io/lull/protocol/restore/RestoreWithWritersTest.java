package io.lull.protocol.restore;

import static io.lull.protocol.restore.Backups.BOXES;
import static io.lull.protocol.restore.Backups.CHAT;
import static io.lull.protocol.restore.Backups.DB;
import static io.lull.protocol.restore.Backups.MAIL;
import static io.lull.protocol.restore.Backups.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.restore.RestoreInput.GatherWriterStatus;
import io.lull.protocol.restore.RestoreInput.PostRestore;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.Release;
import io.lull.protocol.restore.RestoreInput.TakeOver;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What restores ask is what writers answer to: both sides are the real machines. */
class RestoreWithWritersTest {
  private final RestoreWorld world = new RestoreWorld();

  @Test
  void a_restore_takes_its_writers_down_and_up_again_and_leaves_nothing_with_them() {
    RestoreFixture restore = restoringFiles();
    assertThat(world.online).containsExactly(CHAT);
    restore.filesOf(SHOP, FileRestoreStatus.ALL).filesOf(BOXES, FileRestoreStatus.ALL);

    world.deliver(restore.call(PostRestore::new));
    assertThat(world.online).containsExactly(DB, CHAT, MAIL);
    world.deliver(restore.call(GatherWriterStatus::new));
    assertThat(restore.restore.answers().statuses())
        .containsEntry(
            DB,
            new WriterStatus(
                WriterState.STABLE, Optional.of(WriterStep.POST_RESTORE), Optional.empty()));
    world.deliver(restore.call(Release::new));

    assertThat(restore.phase()).isEqualTo(RestorePhase.RELEASED);
    assertThat(world.told)
        .containsExactly(
            "alpha/db PRE_RESTORE",
            "beta/mail PRE_RESTORE",
            "alpha/db POST_RESTORE",
            "beta/mail POST_RESTORE",
            "alpha/db BACKUP_SHUTDOWN",
            "beta/mail BACKUP_SHUTDOWN");
    assertThat(world.writers.values()).allMatch(writer -> writer.sessions().isEmpty());
  }

  @Test
  void a_handler_runs_once_although_a_recovered_coordinator_asks_again() {
    RestoreFixture restore = world.session("restore-1").select(SHOP).call(PreRestore::new);
    // The writer handles it, but its answer is lost with the coordinator.
    RestoreFixture lost = new RestoreFixture(restore.restore.session());
    lost.restore = restore.restore;
    lost.last = restore.last;
    world.deliver(lost);

    world.deliver(restore.when(new TakeOver()));

    assertThat(restore.phase()).isEqualTo(RestorePhase.PRE_RESTORED);
    assertThat(world.told).containsExactly("alpha/db PRE_RESTORE");
  }

  @Test
  void writers_that_made_way_for_a_lost_requester_clean_up_and_stay_as_they_are() {
    RestoreFixture restore = restoringFiles().after(Duration.ofMinutes(3)).leasePasses();

    world.deliver(restore);

    assertThat(restore.phase()).isEqualTo(RestorePhase.RELEASED);
    assertThat(world.told)
        .endsWith(
            "alpha/db BACKUP_SHUTDOWN after an error", "beta/mail BACKUP_SHUTDOWN after an error");
    assertThat(world.online).containsExactly(CHAT);
    assertThat(world.writers.values()).allMatch(writer -> writer.sessions().isEmpty());
  }

  private RestoreFixture restoringFiles() {
    RestoreFixture restore = world.session("restore-1").select(SHOP).select(BOXES);
    world.deliver(restore.call(PreRestore::new));
    return world.deliver(restore.call(GatherWriterStatus::new));
  }
}
