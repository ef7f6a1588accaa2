package io.lull.protocol.document;

import static io.lull.protocol.restore.Backups.ARCHIVE;
import static io.lull.protocol.restore.Backups.CACHE;
import static io.lull.protocol.restore.Backups.DATA;
import static io.lull.protocol.restore.Backups.DB;
import static io.lull.protocol.restore.Backups.INDEX;
import static io.lull.protocol.restore.Backups.LOGS;
import static io.lull.protocol.restore.Backups.MASTER;
import static io.lull.protocol.restore.Backups.ORDERS;
import static io.lull.protocol.restore.Backups.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.restore.Backups;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private final WriterMetadata db = Backups.db();
  private final Selection none = Selection.none(db);

  @Test
  void what_is_mandatory_comes_with_the_first_component() {
    assertThat(none.explicit()).isEmpty();
    assertThat(none.with(ARCHIVE).explicit()).containsExactly(ARCHIVE, MASTER);
  }

  @Test
  void a_picked_component_carries_all_below_it_but_what_is_excluded() {
    assertThat(none.with(SHOP).included()).containsExactly(MASTER, SHOP, INDEX, ORDERS);
    assertThat(none.with(SHOP).setOf(SHOP)).containsExactly(SHOP, INDEX, ORDERS);
  }

  @Test
  void what_is_carried_along_belongs_to_the_nearest_component_that_was_picked() {
    ComponentId all = new ComponentId(DB, "all");
    ComponentId part = new ComponentId(DB, "all/part");
    ComponentId leaf = new ComponentId(DB, "all/part/leaf");
    ComponentId other = new ComponentId(DB, "all/other");
    WriterMetadata tree =
        Backups.metadata(
            DB,
            List.of(
                new Component(all, Set.of(), true, false),
                new Component(part, Set.of(), true, false),
                new Component(leaf, Set.of(), false, true),
                new Component(other, Set.of(), false, true)),
            List.of());
    Selection both = Selection.none(tree).with(all).with(part);

    assertThat(both.carrier(leaf)).contains(part);
    assertThat(both.carrier(other)).contains(all);
    assertThat(both.carrier(part)).isEmpty();
    assertThat(both.setOf(all)).containsExactly(all, other);
    assertThat(both.setOf(part)).containsExactly(part, leaf);
  }

  @Test
  void a_mandatory_component_stands_for_itself_only() {
    ComponentId top = new ComponentId(DB, "top");
    ComponentId below = new ComponentId(DB, "top/below");
    WriterMetadata tree =
        Backups.metadata(
            DB,
            List.of(
                new Component(top, Set.of(), false, false),
                new Component(below, Set.of(), true, false)),
            List.of());

    assertThat(new Selection(tree, Set.of(top)).included()).containsExactly(top);
    assertThat(Selection.none(tree).with(below).included()).containsExactly(top, below);
  }

  @Test
  void it_says_why_a_component_cannot_be_picked() {
    assertThat(failure(SHOP)).isEmpty();
    assertThat(failure(MASTER)).isEmpty();
    assertThat(failure(CACHE)).contains(Failure.INVALID_ARGUMENT);
    assertThat(failure(ORDERS)).contains(Failure.INVALID_ARGUMENT);
    assertThat(failure(new ComponentId(DB, "none"))).contains(Failure.OBJECT_NOT_FOUND);
  }

  @Test
  void it_knows_the_volumes_of_components() {
    assertThat(none.volumes(Set.of(SHOP, ORDERS))).containsExactly(DATA, LOGS);
    assertThat(none.volumes(Set.of(MASTER))).containsExactly(DATA);
  }

  @Test
  void a_document_that_contradicts_itself_cannot_be_made() {
    assertThatThrownBy(() -> new SavedWriter(db, Set.of(SHOP, MASTER), Set.of(ARCHIVE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("succeeded");
    SavedWriter saved = new SavedWriter(db, Set.of(SHOP, MASTER), Set.of());
    assertThatThrownBy(
            () ->
                new BackupDocument(
                    new SetId("set-1"), BackupType.FULL, false, Map.of(Backups.MAIL, saved)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metadata");
  }

  private Optional<Failure> failure(ComponentId id) {
    return Selection.objection(db, id).map(Fault::failure);
  }
}
