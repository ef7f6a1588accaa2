package io.lull.protocol.conformance;

import static io.lull.protocol.restore.Backups.ARCHIVE;
import static io.lull.protocol.restore.Backups.CACHE;
import static io.lull.protocol.restore.Backups.DB;
import static io.lull.protocol.restore.Backups.MASTER;
import static io.lull.protocol.restore.Backups.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.document.Selection;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.restore.Backups;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What may be in a document, statement by statement. */
class DocumentConformanceTest {
  private final WriterMetadata db = Backups.db();

  @Test
  void M01_what_a_writer_excludes_stays_out_of_every_selection() {
    List<ComponentId> pickable =
        db.components().stream()
            .map(Component::id)
            .filter(id -> Selection.objection(db, id).isEmpty())
            .toList();
    // Every subset of what can be picked; one bit for each component.
    for (int bits = 0; bits < 1 << pickable.size(); bits++) {
      Selection selection = Selection.none(db);
      for (int i = 0; i < pickable.size(); i++) {
        selection = (bits >> i & 1) == 1 ? selection.with(pickable.get(i)) : selection;
      }
      assertThat(selection.included()).doesNotContain(CACHE);
    }
    assertThat(Selection.none(db).with(SHOP).included()).anyMatch(SHOP::isAbove);
  }

  @Test
  void M01_an_excluded_component_cannot_be_picked_and_takes_all_below_it_along() {
    ComponentId below = new ComponentId(DB, "shop/cache/hot");
    WriterMetadata deeper =
        Backups.metadata(
            DB,
            List.of(
                new Component(SHOP, Set.of(), true, false),
                new Component(CACHE, Set.of(), true, false),
                new Component(below, Set.of(), true, false)),
            List.of(CACHE));

    assertThat(Selection.objection(deeper, CACHE)).isPresent();
    assertThat(Selection.objection(deeper, below)).isPresent();
    assertThat(Selection.none(deeper).with(SHOP).included()).containsExactly(SHOP);
    assertThatThrownBy(() -> new SavedWriter(deeper, Set.of(SHOP, CACHE), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void M02_a_mandatory_component_is_there_as_soon_as_any_of_its_writer_is() {
    for (ComponentId picked : List.of(SHOP, ARCHIVE, Backups.SCRATCH)) {
      assertThat(Selection.none(db).with(picked).included()).contains(MASTER);
    }
    assertThat(Selection.none(db).included()).isEmpty();
  }

  @Test
  void M02_a_document_without_what_is_mandatory_is_refused() {
    assertThatThrownBy(() -> new SavedWriter(db, Set.of(SHOP), Set.of(SHOP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(MASTER.toString());
    assertThat(new SavedWriter(db, Set.of(), Set.of()).explicit()).isEmpty();
  }

  /** The session shows when documents are saved; here is what no writer could give back later. */
  @Test
  void M03_the_document_keeps_the_set_the_backup_type_and_the_bootable_flag() {
    Set<BackupDocument> kept = new HashSet<>();
    for (BackupType type : BackupType.values()) {
      for (boolean bootable : new boolean[] {false, true}) {
        BackupDocument document = new BackupDocument(new SetId("set-1"), type, bootable, Map.of());
        assertThat(document.type()).isEqualTo(type);
        assertThat(document.bootable()).isEqualTo(bootable);
        kept.add(document);
      }
    }
    assertThat(kept).hasSize(2 * BackupType.values().length);
  }
}
