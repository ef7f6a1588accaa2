package io.lull.protocol.conformance;

import static io.lull.protocol.restore.Backups.BOXES;
import static io.lull.protocol.restore.Backups.CHAT;
import static io.lull.protocol.restore.Backups.DB;
import static io.lull.protocol.restore.Backups.MAIL;
import static io.lull.protocol.restore.Backups.PAGES;
import static io.lull.protocol.restore.Backups.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.Backups;
import io.lull.protocol.restore.Found;
import io.lull.protocol.restore.RestoreAction;
import io.lull.protocol.restore.RestoreEffect.AskWriter;
import io.lull.protocol.restore.RestoreFixture;
import io.lull.protocol.restore.RestoreInput.AbortBackup;
import io.lull.protocol.restore.RestoreInput.GatherWriterStatus;
import io.lull.protocol.restore.RestoreInput.InitializeForRestore;
import io.lull.protocol.restore.RestoreInput.PostRestore;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.Release;
import io.lull.protocol.restore.RestoreInput.SetAdditionalRestores;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.restore.RestorePlan;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.restore.RestoreWorld;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterInput;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Restores, statement by statement. */
class RestoreMachineConformanceTest {
  private static final List<Supplier<RestoreFixture>> USED =
      List.of(
          RestoreFixture::initialized,
          RestoreFixture::gathering,
          RestoreFixture::selected,
          RestoreFixture::preRestoring,
          RestoreFixture::preRestored,
          RestoreFixture::restoringFiles,
          RestoreFixture::postRestoring,
          RestoreFixture::postRestored,
          RestoreFixture::completed,
          RestoreFixture::releasing,
          RestoreFixture::released);

  @Test
  void A09_AbortBackup_is_refused_in_every_phase_of_a_restore_and_no_writer_hears_of_it() {
    for (Supplier<RestoreFixture> way : USED) {
      RestoreFixture fixture = way.get();
      RestorePhase phase = fixture.phase();

      fixture.call(AbortBackup::new).isRefused(Failure.UNSUPPORTED_IN_RESTORE);

      assertThat(fixture.phase()).isEqualTo(phase);
      assertThat(fixture.asked(WriterInput.Abort.class)).isEmpty();
    }
  }

  @Test
  void A09_no_Abort_is_sent_either_when_the_requester_is_lost_or_a_writer_fails() {
    RestoreFixture fixture = RestoreFixture.preRestoring();
    Fault fault = Fault.of(Failure.WRITER_NON_RETRYABLE, "no");
    fixture
        .answers(DB, new HandlerResult.Failed(fault))
        .after(Limits.defaults().requesterLease())
        .answers(MAIL);

    assertThat(fixture.phase()).isEqualTo(RestorePhase.RELEASING);
    assertThat(fixture.asked(WriterInput.Abort.class)).isEmpty();
  }

  @Test
  void T08_a_session_that_was_used_for_a_restore_refuses_another() {
    for (Supplier<RestoreFixture> way : USED) {
      RestoreFixture fixture = way.get();

      fixture
          .when(
              new InitializeForRestore(
                  fixture.fresh(), new RestoreTerms(Backups.document(), Limits.defaults(), true)))
          .isRefused(Failure.BAD_STATE);
    }
  }

  @Test
  void A17_A18_gathering_metadata_sends_Identify_alone_and_leaves_nothing_to_undo() {
    RestoreFixture fixture = RestoreFixture.gathering().answers(DB).call(Release::new);

    assertThat(fixture.phase()).isEqualTo(RestorePhase.RELEASED);
    assertThat(fixture.asked)
        .extracting(AskWriter::request)
        .hasOnlyElementsOfType(WriterInput.Identify.class);
    assertThat(fixture.asked(WriterInput.Identify.class)).containsExactly(DB, CHAT, MAIL);
  }

  @Test
  void X01_files_are_put_back_after_PreRestore_and_its_status_round_and_before_PostRestore() {
    RestoreFixture fixture = RestoreFixture.selected();
    refusesFiles(fixture);
    refusesFiles(fixture.call(PreRestore::new));
    fixture.call(PostRestore::new).isRefused(Failure.BAD_STATE);
    refusesFiles(fixture.everybodyAnswers());
    fixture.call(PostRestore::new).isRefused(Failure.BAD_STATE);
    refusesFiles(fixture.call(GatherWriterStatus::new));
    fixture.call(PostRestore::new).isRefused(Failure.BAD_STATE);

    fixture.everybodyAnswers().filesOf(SHOP, FileRestoreStatus.ALL).isDone();

    refusesFiles(fixture.call(PostRestore::new));
    refusesFiles(fixture.everybodyAnswers());
    fixture.call(PreRestore::new).isRefused(Failure.BAD_STATE);
  }

  @Test
  void X01_both_steps_have_a_status_round_and_the_session_ends_only_after_the_second() {
    RestoreFixture fixture = RestoreFixture.preRestoring();
    refusesRelease(fixture);
    refusesRelease(fixture.everybodyAnswers());
    refusesRelease(fixture.call(GatherWriterStatus::new));
    refusesRelease(fixture.everybodyAnswers());
    refusesRelease(fixture.call(PostRestore::new));
    refusesRelease(fixture.answers(DB));
    refusesRelease(fixture.answers(MAIL));
    refusesRelease(fixture.call(GatherWriterStatus::new));
    refusesRelease(fixture.answers(DB));

    fixture.answers(MAIL).call(Release::new);

    assertThat(fixture.phase()).isEqualTo(RestorePhase.RELEASING);
    assertThat(fixture.asked(WriterInput.GatherStatus.class)).containsExactly(DB, MAIL, DB, MAIL);
  }

  @Test
  void X01_a_writer_with_nothing_selected_hears_of_neither_step() {
    RestoreFixture fixture = RestoreFixture.selecting().select(SHOP);
    fixture.call(PreRestore::new).answers(DB);
    fixture.call(GatherWriterStatus::new).answers(DB);
    fixture.call(PostRestore::new).answers(DB);

    assertThat(fixture.asked(WriterInput.PreRestore.class)).containsExactly(DB);
    assertThat(fixture.asked(WriterInput.PostRestore.class)).containsExactly(DB);
    assertThat(fixture.asked(WriterInput.GatherStatus.class)).containsExactly(DB);
  }

  @Test
  void X02_a_component_of_a_writer_that_does_not_run_is_not_found() {
    RestoreFixture fixture = RestoreFixture.selecting();

    fixture.select(PAGES).isRefused(Failure.OBJECT_NOT_FOUND);

    fixture.select(SHOP).isDone();
  }

  @Test
  void X02_a_writer_that_did_not_describe_itself_in_time_does_not_run() {
    RestoreFixture fixture =
        RestoreFixture.gathering().answers(DB).answers(CHAT).roundLimitPasses();

    fixture.select(BOXES).isRefused(Failure.OBJECT_NOT_FOUND);
  }

  @Test
  void X03_a_target_other_than_ORIGINAL_takes_precedence_over_the_method() {
    for (RestoreMethod method : EnumSet.complementOf(EnumSet.of(RestoreMethod.RESTORE_AT_REBOOT))) {
      for (Found there : EnumSet.complementOf(EnumSet.of(Found.NO_PLACE))) {
        for (Found mapped : EnumSet.complementOf(EnumSet.of(Found.NO_PLACE))) {
          assertThat(RestorePlan.of(RestoreTarget.ALTERNATE, method, there, mapped).action())
              .isEqualTo(RestoreAction.TO_MAPPING);
          assertThat(RestorePlan.of(RestoreTarget.DIRECTED, method, there, mapped).action())
              .isEqualTo(RestoreAction.AS_DIRECTED);
          // Each of these puts files where they came from, and nowhere else.
          assertThat(
                  RestorePlan.of(RestoreTarget.ORIGINAL_LOCATION, method, there, mapped).action())
              .isIn(
                  RestoreAction.TO_ORIGINAL,
                  RestoreAction.WITH_SERVICE_STOPPED,
                  RestoreAction.THEN_RESTART_SERVICE,
                  RestoreAction.AT_REBOOT);
        }
      }
    }
    assertThat(original(RestoreMethod.RESTORE_TO_ALTERNATE_LOCATION, Found.NOTHING))
        .isEqualTo(RestoreAction.TO_ORIGINAL);
    assertThat(original(RestoreMethod.RESTORE_IF_NOT_THERE, Found.REPLACEABLE))
        .isEqualTo(RestoreAction.TO_ORIGINAL);
  }

  /** What happens at a boot is done by nobody who could look at a target. */
  @Test
  void X03_only_what_is_left_to_a_boot_is_out_of_the_reach_of_targets() {
    for (RestoreTarget target :
        EnumSet.of(
            RestoreTarget.ALTERNATE, RestoreTarget.DIRECTED, RestoreTarget.ORIGINAL_LOCATION)) {
      assertThat(
              RestorePlan.of(target, RestoreMethod.RESTORE_AT_REBOOT, Found.NOTHING, Found.NOTHING)
                  .action())
          .isEqualTo(RestoreAction.AT_REBOOT);
    }
  }

  @Test
  void X03_ALTERNATE_without_a_mapping_is_an_error_of_the_writer_whatever_the_method() {
    for (RestoreMethod method : RestoreMethod.values()) {
      for (Found there : EnumSet.complementOf(EnumSet.of(Found.NO_PLACE))) {
        assertThat(RestorePlan.of(RestoreTarget.ALTERNATE, method, there, Found.NO_PLACE).action())
            .isEqualTo(RestoreAction.WRITER_ERROR);
      }
    }
  }

  @Test
  void X04_a_writer_serves_its_users_again_only_after_the_last_of_its_restores() {
    RestoreWorld world = new RestoreWorld();

    restoreShop(world, "full", true);
    assertThat(world.online).doesNotContain(DB);
    restoreShop(world, "increment-1", true);
    assertThat(world.online).doesNotContain(DB);
    restoreShop(world, "increment-2", false);
    assertThat(world.online).contains(DB);
  }

  private static void restoreShop(RestoreWorld world, String session, boolean moreToCome) {
    RestoreFixture restore = world.session(session).select(SHOP);
    restore.when(new SetAdditionalRestores(restore.fresh(), SHOP, moreToCome));
    world.deliver(restore.call(PreRestore::new));
    world.deliver(restore.call(GatherWriterStatus::new));
    restore.filesOf(SHOP, FileRestoreStatus.ALL);
    world.deliver(restore.call(PostRestore::new));
    world.deliver(restore.call(GatherWriterStatus::new));
    world.deliver(restore.call(Release::new));
    assertThat(restore.phase()).isEqualTo(RestorePhase.RELEASED);
  }

  @Test
  void X04_a_writer_is_told_at_PostRestore_that_more_restores_will_come() {
    RestoreFixture fixture = RestoreFixture.selected();
    fixture.when(new SetAdditionalRestores(fixture.fresh(), SHOP, true)).isDone();
    fixture.call(PreRestore::new).everybodyAnswers();
    fixture.call(GatherWriterStatus::new).everybodyAnswers().call(PostRestore::new);

    assertThat(fixture.lastAsked(DB, WriterInput.PostRestore.class).moreToCome()).isTrue();
    assertThat(fixture.lastAsked(MAIL, WriterInput.PostRestore.class).moreToCome()).isFalse();
  }

  @Test
  void X04_one_component_that_waits_for_more_holds_its_whole_writer_back() {
    RestoreFixture fixture = RestoreFixture.selected().select(Backups.MASTER);
    fixture.when(new SetAdditionalRestores(fixture.fresh(), Backups.MASTER, true)).isDone();
    fixture.call(PreRestore::new).everybodyAnswers();
    fixture.call(GatherWriterStatus::new).everybodyAnswers().call(PostRestore::new);

    assertThat(fixture.lastAsked(DB, WriterInput.PostRestore.class).moreToCome()).isTrue();
  }

  @Test
  void X04_the_last_restore_says_that_nothing_more_will_come() {
    RestoreFixture fixture = RestoreFixture.postRestoring();

    assertThat(fixture.lastAsked(DB, WriterInput.PostRestore.class).moreToCome()).isFalse();
  }

  @Test
  void C09_a_requester_may_go_on_although_a_writer_has_objected_or_failed() {
    RestoreFixture fixture = RestoreFixture.preRestoring();
    Fault fault = Fault.of(Failure.WRITER_NON_RETRYABLE, "no");
    fixture.answers(DB, new HandlerResult.Failed(fault));
    fixture.answers(MAIL, new HandlerResult.Objected(fault));

    fixture.call(GatherWriterStatus::new).everybodyAnswers().call(PostRestore::new);

    assertThat(fixture.phase()).isEqualTo(RestorePhase.POST_RESTORING);
  }

  @Test
  void D04_a_writer_that_never_answers_is_given_up_by_a_limit_from_outside() {
    RestoreFixture fixture = RestoreFixture.preRestoring().answers(MAIL).roundLimitPasses();

    assertThat(fixture.phase()).isEqualTo(RestorePhase.PRE_RESTORED);
    assertThat(fixture.reply())
        .isInstanceOfSatisfying(
            RestoreReply.Handled.class,
            handled ->
                assertThat(handled.writers().get(DB))
                    .isInstanceOfSatisfying(
                        HandlerResult.Failed.class,
                        failed ->
                            assertThat(failed.fault().failure())
                                .isEqualTo(Failure.WRITER_TIMEOUT)));
  }

  private static RestoreAction original(RestoreMethod method, Found there) {
    return RestorePlan.of(RestoreTarget.ORIGINAL_LOCATION, method, there, Found.NO_PLACE).action();
  }

  private static void refusesFiles(RestoreFixture fixture) {
    fixture.filesOf(SHOP, FileRestoreStatus.ALL).isRefused(Failure.BAD_STATE);
  }

  private static void refusesRelease(RestoreFixture fixture) {
    fixture.call(Release::new).isRefused(Failure.BAD_STATE);
  }
}
