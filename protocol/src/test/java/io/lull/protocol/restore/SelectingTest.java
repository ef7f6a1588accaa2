package io.lull.protocol.restore;

import static io.lull.protocol.restore.Backups.ARCHIVE;
import static io.lull.protocol.restore.Backups.BOXES;
import static io.lull.protocol.restore.Backups.CACHE;
import static io.lull.protocol.restore.Backups.DATA;
import static io.lull.protocol.restore.Backups.DB;
import static io.lull.protocol.restore.Backups.INDEX;
import static io.lull.protocol.restore.Backups.LOGS;
import static io.lull.protocol.restore.Backups.MAIL;
import static io.lull.protocol.restore.Backups.MASTER;
import static io.lull.protocol.restore.Backups.ORDERS;
import static io.lull.protocol.restore.Backups.PAGES;
import static io.lull.protocol.restore.Backups.SCRATCH;
import static io.lull.protocol.restore.Backups.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.restore.RestoreInput.AddAlternativeLocationMapping;
import io.lull.protocol.restore.RestoreInput.AddRestoreSubcomponent;
import io.lull.protocol.restore.RestoreInput.PostRestore;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.SetAdditionalRestores;
import io.lull.protocol.restore.RestoreInput.SetRestoreOptions;
import io.lull.protocol.restore.RestoreInput.SetRestoreTarget;
import io.lull.protocol.restore.RestoreInput.SetSelectedForRestore;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a requester can choose, and what its writers hear of that. */
class SelectingTest {
  private final RestoreFixture fixture = RestoreFixture.selecting();

  @Test
  void only_components_that_were_picked_for_the_backup_can_be_selected() {
    fixture.select(SCRATCH).isRefused(Failure.OBJECT_NOT_FOUND);
    fixture.select(ORDERS).isRefused(Failure.OBJECT_NOT_FOUND);
    fixture.select(MASTER).isDone();
  }

  @Test
  void a_component_whose_backup_failed_cannot_be_selected() {
    fixture.select(ARCHIVE).isRefused(Failure.INVALID_ARGUMENT);
  }

  @Test
  void a_component_of_a_writer_that_does_not_run_cannot_be_selected() {
    fixture.select(PAGES).isRefused(Failure.OBJECT_NOT_FOUND);
  }

  /** As it is when its server is stopped, which it has to be for its files to be put back. */
  @Test
  void a_component_of_a_writer_that_runs_but_cannot_describe_itself_can_be_restored() {
    RestoreFixture down = gatheredWith(Failure.WRITER_NON_RETRYABLE);

    down.select(BOXES).isDone();
    down.call(PreRestore::new);

    assertThat(down.asked(WriterInput.PreRestore.class)).containsExactly(MAIL);
  }

  @Test
  void a_component_of_a_writer_that_says_nothing_cannot_be_restored() {
    gatheredWith(Failure.WRITER_NOT_RESPONDING).select(BOXES).isRefused(Failure.OBJECT_NOT_FOUND);
    gatheredWith(Failure.HOST_UNREACHABLE).select(BOXES).isRefused(Failure.OBJECT_NOT_FOUND);
  }

  private static RestoreFixture gatheredWith(Failure mail) {
    return RestoreFixture.gathering()
        .when(
            new RestoreInput.WriterSaid(
                new WriterReply.Unidentified(
                    MAIL, RestoreFixture.SESSION, Fault.of(mail, "it is stopped"))))
        .everybodyAnswers();
  }

  @Test
  void selecting_twice_is_selecting_once() {
    fixture.select(SHOP);
    setOptions(SHOP, "fast").isDone();

    fixture.select(SHOP).isDone();

    assertThat(choice(SHOP).order().options()).isEqualTo("fast");
  }

  @Test
  void what_was_said_about_a_component_is_forgotten_when_it_is_dropped() {
    fixture.select(SHOP);
    setOptions(SHOP, "fast");
    drop(SHOP).isDone();
    drop(SHOP).isDone();

    fixture.select(SHOP);

    assertThat(choice(SHOP)).isEqualTo(Choice.of(SHOP));
  }

  @Test
  void a_subcomponent_makes_a_restore_of_itself_alone() {
    fixture.select(SHOP).when(new AddRestoreSubcomponent(fixture.fresh(), ORDERS)).isDone();
    fixture.call(PreRestore::new);

    assertThat(fixture.lastAsked(DB, WriterInput.PreRestore.class).components())
        .containsExactly(ORDERS);
  }

  @Test
  void a_subcomponent_needs_its_carrier_to_be_selected_first() {
    add(ORDERS).isRefused(Failure.BAD_STATE);
    fixture.select(SHOP);
    add(ORDERS).isDone();
    add(ORDERS).isRefused(Failure.OBJECT_ALREADY_EXISTS);
  }

  @Test
  void only_what_was_carried_along_and_is_restorable_can_be_a_subcomponent() {
    fixture.select(SHOP);
    add(INDEX).isRefused(Failure.INVALID_ARGUMENT);
    add(CACHE).isRefused(Failure.OBJECT_NOT_FOUND);
    add(SHOP).isRefused(Failure.OBJECT_NOT_FOUND);
    add(new ComponentId(DB, "shop/none")).isRefused(Failure.OBJECT_NOT_FOUND);
    add(new ComponentId(Backups.CHAT, "all")).isRefused(Failure.OBJECT_NOT_FOUND);
  }

  @Test
  void what_is_said_about_a_component_needs_it_to_be_selected() {
    setOptions(SHOP, "fast").isRefused(Failure.OBJECT_NOT_FOUND);
    fixture
        .when(new SetRestoreTarget(fixture.fresh(), SHOP, RestoreTarget.DIRECTED))
        .isRefused(Failure.OBJECT_NOT_FOUND);
    fixture
        .when(new SetAdditionalRestores(fixture.fresh(), SHOP, true))
        .isRefused(Failure.OBJECT_NOT_FOUND);
    map(SHOP, DATA).isRefused(Failure.OBJECT_NOT_FOUND);
  }

  @Test
  void writers_hear_of_target_and_options_at_PreRestore() {
    fixture.select(SHOP).select(BOXES);
    setOptions(SHOP, "fast").isDone();
    fixture
        .when(new SetRestoreTarget(fixture.fresh(), SHOP, RestoreTarget.DIRECTED))
        .isDone()
        .call(PreRestore::new);

    assertThat(fixture.lastAsked(DB, WriterInput.PreRestore.class).orders())
        .containsExactly(Map.entry(SHOP, new RestoreOrder(RestoreTarget.DIRECTED, "fast")));
    assertThat(fixture.lastAsked(MAIL, WriterInput.PreRestore.class).orders())
        .containsExactly(Map.entry(BOXES, RestoreOrder.PLAIN));
  }

  @Test
  void writers_hear_what_became_of_their_files_at_PostRestore() {
    RestoreFixture copying = RestoreFixture.restoringFiles();
    copying.filesOf(SHOP, FileRestoreStatus.FAILED).isDone();
    copying.call(PostRestore::new);

    assertThat(copying.lastAsked(DB, WriterInput.PostRestore.class).files())
        .containsExactly(Map.entry(SHOP, FileRestoreStatus.FAILED));
    assertThat(copying.lastAsked(MAIL, WriterInput.PostRestore.class).files())
        .containsExactly(Map.entry(BOXES, FileRestoreStatus.UNDEFINED));
  }

  @Test
  void nobody_can_say_that_nothing_was_said() {
    fixture
        .select(SHOP)
        .when(new SetRestoreTarget(fixture.fresh(), SHOP, RestoreTarget.UNDEFINED))
        .isRefused(Failure.INVALID_ARGUMENT);
    RestoreFixture.restoringFiles()
        .filesOf(SHOP, FileRestoreStatus.UNDEFINED)
        .isRefused(Failure.INVALID_ARGUMENT);
  }

  @Test
  void options_have_a_greatest_length() {
    fixture.select(SHOP);
    setOptions(SHOP, "x".repeat(SelectionRules.OPTIONS_MAX)).isDone();
    setOptions(SHOP, "x".repeat(SelectionRules.OPTIONS_MAX + 1)).isRefused(Failure.TOO_LARGE);
  }

  @Test
  void a_mapping_is_for_a_volume_of_the_component_and_there_is_one_for_each() {
    fixture.select(SHOP);
    map(SHOP, new Volume(DATA.host(), "/srv/other")).isRefused(Failure.OBJECT_NOT_FOUND);
    map(SHOP, DATA).isDone();
    map(SHOP, DATA).isRefused(Failure.OBJECT_ALREADY_EXISTS);
    assertThat(choice(SHOP).mapped(Backups.document())).isFalse();
    map(SHOP, LOGS).isDone();
    assertThat(choice(SHOP).mapped(Backups.document())).isTrue();
  }

  @Test
  void a_subcomponent_needs_mappings_for_its_own_volumes_only() {
    fixture.select(SHOP);
    add(ORDERS);
    map(SHOP, DATA).isRefused(Failure.OBJECT_NOT_FOUND);
    map(SHOP, LOGS).isDone();

    assertThat(choice(SHOP).mapped(Backups.document())).isTrue();
  }

  @Test
  void a_mapping_leads_to_one_spelling_of_an_absolute_path() {
    assertThatThrownBy(() -> new LocationMapping(DATA, "elsewhere"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LocationMapping(DATA, "/srv/../etc"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Choice choice(ComponentId component) {
    return fixture.restore.choices().get(component);
  }

  private RestoreFixture drop(ComponentId component) {
    return fixture.when(new SetSelectedForRestore(fixture.fresh(), component, false));
  }

  private RestoreFixture add(ComponentId component) {
    return fixture.when(new AddRestoreSubcomponent(fixture.fresh(), component));
  }

  private RestoreFixture setOptions(ComponentId component, String options) {
    return fixture.when(new SetRestoreOptions(fixture.fresh(), component, options));
  }

  private RestoreFixture map(ComponentId component, Volume from) {
    return fixture.when(
        new AddAlternativeLocationMapping(
            fixture.fresh(), component, new LocationMapping(from, "/srv/elsewhere")));
  }
}
