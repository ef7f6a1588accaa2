package io.lull.protocol.restore;

import static io.lull.protocol.restore.Backups.ALPHA;
import static io.lull.protocol.restore.Backups.BETA;
import static io.lull.protocol.restore.Backups.BOXES;
import static io.lull.protocol.restore.Backups.DATA;
import static io.lull.protocol.restore.Backups.DB;
import static io.lull.protocol.restore.Backups.LIFE;
import static io.lull.protocol.restore.Backups.ORDERS;
import static io.lull.protocol.restore.Backups.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.restore.RestoreInput.GatherWriterStatus;
import io.lull.protocol.restore.RestoreInput.HostLost;
import io.lull.protocol.restore.RestoreInput.KeepAlive;
import io.lull.protocol.restore.RestoreInput.QueryStatus;
import io.lull.protocol.restore.RestoreInput.Release;
import io.lull.protocol.restore.RestoreInput.TakeOver;
import io.lull.protocol.restore.RestoreTimer.RequesterLease;
import io.lull.protocol.table.Taken;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreTarget;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A way into every phase, and from there along every row. */
class RestoreRowsTest {
  private static final Duration LEASE = Duration.ofMinutes(3);

  private static final Map<RestorePhase, Supplier<RestoreFixture>> RESTING =
      Map.of(
          RestorePhase.INITIALIZED, RestoreFixture::initialized,
          RestorePhase.SELECTING, RestoreFixture::selected,
          RestorePhase.PRE_RESTORED, RestoreFixture::preRestored,
          RestorePhase.RESTORING_FILES, RestoreFixture::restoringFiles,
          RestorePhase.POST_RESTORED, RestoreFixture::postRestored,
          RestorePhase.COMPLETED, RestoreFixture::completed);

  private static final Map<RestorePhase, Supplier<RestoreFixture>> ASKING =
      Map.of(
          RestorePhase.GATHERING_METADATA,
          RestoreFixture::gathering,
          RestorePhase.PRE_RESTORING,
          RestoreFixture::preRestoring,
          RestorePhase.CHECKING_PRE_RESTORE,
          () -> RestoreFixture.preRestored().call(GatherWriterStatus::new),
          RestorePhase.POST_RESTORING,
          RestoreFixture::postRestoring,
          RestorePhase.CHECKING_POST_RESTORE,
          () -> RestoreFixture.postRestored().call(GatherWriterStatus::new),
          RestorePhase.RELEASING,
          RestoreFixture::releasing);

  private static final Map<RestorePhase, Supplier<RestoreFixture>> NOT_IN_USE =
      Map.of(
          RestorePhase.NEW, RestoreFixture::unused,
          RestorePhase.RELEASED, RestoreFixture::released);

  @Test
  void there_is_a_way_into_every_phase() {
    assertThat(RESTING.size() + ASKING.size() + NOT_IN_USE.size())
        .isEqualTo(RestorePhase.values().length);
    for (var phases : Set.of(RESTING, ASKING, NOT_IN_USE)) {
      phases.forEach((phase, way) -> assertThat(way.get().phase()).isEqualTo(phase));
    }
  }

  @Test
  void every_row_that_acts_is_taken_to_every_phase_that_it_names() {
    choose();
    RESTING.values().forEach(RestoreRowsTest::rest);
    ASKING.values().forEach(RestoreRowsTest::ask);
    NOT_IN_USE.values().forEach(way -> way.get().call(QueryStatus::new));
    Limits endless = Limits.defaults().with(Setting.RESTORE, Duration.ZERO);
    RestoreFixture.unused().initialize(new RestoreTerms(Backups.document(), endless, true));
    RestoreFixture.unused().call(Release::new);
    RestoreFixture.initialized().call(Release::new);
    RestoreFixture.gathering().call(Release::new);
    RestoreFixture.selected().call(Release::new);
    RestoreFixture.selecting().call(RestoreInput.PreRestore::new);
    RestoreFixture.restoringFiles().call(GatherWriterStatus::new);
    RestoreFixture.completed().call(GatherWriterStatus::new);
    RestoreFixture nobody = RestoreFixture.initialized();
    nobody.when(new RestoreInput.GatherWriterMetadata(nobody.fresh(), Map.of()));

    Taken.assertAllOnRowsTaken(RestoreTable.TABLE);
  }

  private static void choose() {
    RestoreFixture fixture = RestoreFixture.selected();
    LocationMapping mapping = new LocationMapping(DATA, "/srv/elsewhere");
    fixture
        .when(new RestoreInput.SetSelectedForRestore(fixture.fresh(), BOXES, false))
        .when(new RestoreInput.AddRestoreSubcomponent(fixture.fresh(), ORDERS))
        .when(new RestoreInput.SetRestoreOptions(fixture.fresh(), SHOP, "fast"))
        .when(new RestoreInput.SetRestoreTarget(fixture.fresh(), SHOP, RestoreTarget.ALTERNATE))
        .when(new RestoreInput.SetAdditionalRestores(fixture.fresh(), SHOP, true))
        .when(new RestoreInput.AddAlternativeLocationMapping(fixture.fresh(), SHOP, mapping));
    RestoreFixture copying = RestoreFixture.restoringFiles();
    copying
        .when(new RestoreInput.AddAlternativeLocationMapping(copying.fresh(), SHOP, mapping))
        .filesOf(SHOP, FileRestoreStatus.ALL);
  }

  private static void rest(Supplier<RestoreFixture> way) {
    way.get().call(QueryStatus::new).call(KeepAlive::new).when(new TakeOver()).leasePasses();
    way.get().after(LEASE).leasePasses();
  }

  /** One answer, all answers, and all answers when the requester is gone: three ways each. */
  private static void ask(Supplier<RestoreFixture> way) {
    way.get().call(QueryStatus::new).call(KeepAlive::new).when(new TakeOver());
    way.get().answers(DB).everybodyAnswers();
    way.get().after(LEASE).everybodyAnswers();
    HostLost alpha = new HostLost(ALPHA, LIFE);
    HostLost beta = new HostLost(BETA, LIFE);
    way.get().when(alpha).when(beta);
    way.get().after(LEASE).when(alpha).when(beta);
    way.get().when(new RestoreInput.LimitPassed(new RequesterLease())).roundLimitPasses();
    way.get().after(LEASE).roundLimitPasses();
  }
}
