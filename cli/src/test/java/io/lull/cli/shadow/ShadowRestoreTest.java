package io.lull.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.Shop;
import io.lull.cli.Typed;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore whose files a script puts back. */
class ShadowRestoreTest extends ShadowStage {
  private static final SetId SET = new SetId("set-1");
  private static final ComponentId ORDERS = new ComponentId(Shop.SHOP, "orders");
  private static final HandlerResult REFUSED =
      new HandlerResult.Failed(
          Fault.of(Failure.WRITER_NON_RETRYABLE, "its process 7 runs; stop it"));

  @BeforeEach
  void backup() {
    WriterMetadata shop = node.told.writers.get(Shop.SHOP);
    node.restore.writers.put(Shop.SHOP, shop);
    node.values.put(
        "/v1/sets/set-1/document",
        new BackupDocument(
            SET,
            BackupType.FULL,
            false,
            Map.of(Shop.SHOP, new SavedWriter(shop, Set.of(ORDERS), Set.of(ORDERS)))));
    node.values.put(
        "/v1/sets/set-1/copies",
        new Copies(
            SET,
            List.of(
                new CopyView(
                    new SnapshotId(SET, Shop.DATA),
                    new ProviderId(FakeNode.HOST, "main"),
                    Optional.of("/copies/data")))));
  }

  private List<FileRestoreStatus> told() {
    return node.restore.verbs.stream()
        .filter(RestoreInput.SetFileRestoreStatus.class::isInstance)
        .map(verb -> ((RestoreInput.SetFileRestoreStatus) verb).status())
        .toList();
  }

  @Test
  void files_are_put_back_between_its_beginning_and_its_end() throws Exception {
    node.restore.before =
        verb -> {
          if (verb instanceof RestoreInput.SetFileRestoreStatus) {
            assertThat(directory.resolve("out")).exists();
          } else if (verb instanceof RestoreInput.PreRestore) {
            assertThat(directory.resolve("out")).doesNotExist();
          }
        };

    Typed typed =
        script(
            "begin restore set-1 shop#orders",
            "exec sh -c \"echo $LULL_COPY_0 $LULL_VOLUME_0 > out\"",
            "end restore");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(node.restore.called())
        .containsExactly(
            "InitializeForRestore",
            "GatherWriterMetadata",
            "SetSelectedForRestore",
            "PreRestore",
            "GatherWriterStatus",
            "SetFileRestoreStatus",
            "PostRestore",
            "GatherWriterStatus",
            "Release");
    assertThat(told()).containsExactly(FileRestoreStatus.ALL);
    assertThat(directory.resolve("out")).hasContent("/copies/data a:/data\n");
    assertThat(typed.out()).contains("restore  restore-", "a/shop#orders  back");
    assertThat(node.restore.state().phase()).isEqualTo(RestorePhase.RELEASED);
  }

  @Test
  void nothing_is_put_back_for_a_writer_that_does_not_make_way() throws Exception {
    node.restore.results.put(WriterStep.PRE_RESTORE, REFUSED);

    Typed typed = script("begin restore set-1", "exec touch out", "end restore");

    assertThat(typed.exit()).isEqualTo(13);
    assertThat(typed.err()).contains("process 7", "line 1 of script");
    assertThat(directory.resolve("out")).doesNotExist();
    assertThat(told()).containsExactly(FileRestoreStatus.NONE);
    assertThat(node.restore.state().phase()).isEqualTo(RestorePhase.RELEASED);
  }

  @Test
  void a_writer_that_does_not_take_its_files_over_ends_the_script() throws Exception {
    node.restore.results.put(WriterStep.POST_RESTORE, REFUSED);

    Typed typed = script("begin restore set-1", "end restore");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("process 7", "line 2 of script");
    assertThat(typed.out()).contains("a/shop#orders  back   its process 7 runs");
  }

  @Test
  void writers_hear_that_it_failed_when_it_is_not_ended() throws Exception {
    Typed typed = script("begin restore set-1", "exit", "end restore");

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("expected 'end restore' in script", "may be damaged");
    assertThat(told()).containsExactly(FileRestoreStatus.FAILED);
    assertThat(node.restore.called()).contains("PostRestore").endsWith("Release");
  }

  @Test
  void writers_hear_that_it_failed_when_a_program_does() throws Exception {
    Typed typed = script("begin restore set-1", "exec false", "end restore");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(told()).containsExactly(FileRestoreStatus.FAILED);
    assertThat(node.restore.state().phase()).isEqualTo(RestorePhase.RELEASED);
  }

  @Test
  void what_the_set_does_not_have_is_refused_before_anybody_is_asked() throws Exception {
    assertThat(script("begin restore set-1 mail").exit()).isEqualTo(2);
    assertThat(script("begin restore set-2").exit()).isEqualTo(2);
    assertThat(script("end restore").exit()).isEqualTo(2);
    assertThat(node.restore.called()).isEmpty();
  }
}
