package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files of a set, put back where they came from. */
class RestoreTest extends RestoreScene {
  @Test
  void replaces_all_that_is_there_between_PreRestore_and_PostRestore() throws IOException {
    Files.createDirectories(live.resolve(".lull/kept"));
    Files.createDirectory(copy.resolve(".lull"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-x---"));
    Map<String, String> seen = new HashMap<>();
    node.restore.before = verb -> seen.put(verb.getClass().getSimpleName(), orders());

    Typed typed = restore("--yes");

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
    assertThat(seen).containsEntry("PreRestore", "damaged").containsEntry("PostRestore", "good");
    assertThat(told()).isEqualTo(FileRestoreStatus.ALL);
    assertThat(node.restore.state().phase()).isEqualTo(RestorePhase.RELEASED);
    assertThat(live.resolve("orders")).hasContent("good");
    assertThat(live.resolve("orders-wal")).doesNotExist();
    assertThat(live.resolve(".lull/kept")).isDirectory();
    assertThat(live.resolve(".lull-restore")).doesNotExist();
    assertThat(Files.getPosixFilePermissions(live))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(typed.out()).contains("a/shop#orders  back");
    assertThat(copy.resolve("orders")).hasContent("good");
  }

  @Test
  void a_writer_that_does_not_make_way_keeps_everything_as_it_was() {
    node.restore.results.put(
        WriterStep.PRE_RESTORE,
        new HandlerResult.Failed(
            Fault.of(Failure.WRITER_NON_RETRYABLE, "its process 7 runs; stop it")));

    Typed typed = restore("--yes");

    assertThat(typed.exit()).isEqualTo(13);
    assertThat(typed.err()).contains("its process 7 runs; stop it");
    assertThat(typed.out()).contains("a/shop#orders  NOT BACK  its process 7 runs; stop it");
    assertThat(told()).isEqualTo(FileRestoreStatus.NONE);
    assertThat(node.restore.called()).endsWith("PostRestore", "GatherWriterStatus", "Release");
    isUntouched();
  }

  @Test
  void a_file_that_somebody_has_open_keeps_everything_as_it_was() throws IOException {
    Typed typed;
    try (FileChannel open = FileChannel.open(live.resolve("orders"))) {
      assertThat(open.isOpen()).isTrue();
      typed = restore("--yes");
    }

    assertThat(typed.exit()).isEqualTo(13);
    assertThat(typed.err()).contains("process " + ProcessHandle.current().pid(), "has orders open");
    assertThat(told()).isEqualTo(FileRestoreStatus.NONE);
    isUntouched();
  }

  @Test
  void a_copy_that_is_lost_on_the_way_keeps_everything_as_it_was() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path gone = Files.createDirectory(directory.resolve("gone"));
    Files.writeString(other.resolve("file"), "old");
    add(
        new ComponentId(new WriterId(FakeNode.HOST, "more"), "data"),
        other,
        gone,
        RestoreMethod.RESTORE_IF_CAN_REPLACE);
    node.restore.before =
        verb -> {
          if (verb instanceof RestoreInput.GatherWriterStatus && Files.exists(gone)) {
            try {
              Files.delete(gone);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };

    Typed typed = restore("--yes");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("What was there before is as it was");
    assertThat(told()).isEqualTo(FileRestoreStatus.NONE);
    assertThat(other.resolve("file")).hasContent("old");
    isUntouched();
  }

  @Test
  void a_writer_that_does_not_take_its_files_over_ends_with_1() {
    node.restore.results.put(
        WriterStep.POST_RESTORE,
        new HandlerResult.Failed(Fault.of(Failure.WRITER_NON_RETRYABLE, "it is malformed")));

    Typed typed = restore("--yes");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out()).contains("a/shop#orders  back   it is malformed");
    assertThat(live.resolve("orders")).hasContent("good");
    assertThat(node.restore.called()).endsWith("Release");
  }

  @Test
  void a_server_that_is_stopped_comes_back_all_the_same() {
    node.restore.unwell.put(SHOP, Fault.of(Failure.WRITER_NON_RETRYABLE, "nobody answers"));

    assertThat(restore("--yes", "--component", "shop#orders").exit()).isZero();
    assertThat(live.resolve("orders")).hasContent("good");
  }

  @Test
  void options_are_told_to_the_writer() {
    assertThat(restore("--yes", "--options", "archive").exit()).isZero();
    assertThat(node.restore.verbs)
        .anySatisfy(
            verb ->
                assertThat(verb)
                    .isInstanceOfSatisfying(
                        RestoreInput.SetRestoreOptions.class,
                        told -> assertThat(told.options()).isEqualTo("archive")));
  }

  @Test
  void what_its_writer_wants_only_where_nothing_is_does_not_replace_anything() {
    add(ORDERS, live, copy, RestoreMethod.RESTORE_IF_NOT_THERE);

    Typed typed = restore("--yes");

    assertThat(typed.exit()).isEqualTo(13);
    assertThat(typed.err()).contains("RESTORE_IF_NOT_THERE");
    isUntouched();
  }

  @Test
  void data_of_others_on_the_same_volume_is_not_overwritten_unasked() {
    ComponentId mail = new ComponentId(new WriterId(FakeNode.HOST, "mail"), "boxes");
    add(mail, live.resolve("mail"), copy, RestoreMethod.STOP_RESTORE_START);

    Typed typed = restore("--yes", "--component", "shop");

    assertThat(typed.exit()).isEqualTo(13);
    assertThat(typed.err()).contains("a/mail#boxes is there too");
    assertThat(node.restore.verbs).isEmpty();
    isUntouched();
  }

  @Test
  void a_volume_inside_of_another_comes_from_its_own_copy() throws IOException {
    Path inner = Files.createDirectories(live.resolve("sub/mail"));
    Files.writeString(inner.resolve("box"), "damaged");
    Files.createDirectories(copy.resolve("sub/mail"));
    Files.writeString(copy.resolve("sub/mail/box"), "of the outer copy");
    Files.writeString(copy.resolve("sub/beside"), "good");
    Path mail = Files.createDirectory(directory.resolve("copy-of-mail"));
    Files.writeString(mail.resolve("box"), "good");
    add(
        new ComponentId(new WriterId(FakeNode.HOST, "mail"), "boxes"),
        inner,
        mail,
        RestoreMethod.STOP_RESTORE_START);

    Typed typed = restore("--yes");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(inner.resolve("box")).hasContent("good");
    assertThat(live.resolve("sub/beside")).hasContent("good");
    assertThat(live.resolve("orders")).hasContent("good");
    assertThat(live.resolve("orders-wal")).doesNotExist();
  }

  @Test
  void links_are_links_and_lead_nobody_outside() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "mine");
    Files.createSymbolicLink(live.resolve("away"), outside);
    Files.createSymbolicLink(copy.resolve("orders2"), outside.resolve("kept"));
    Files.createDirectory(copy.resolve("away"));
    Files.writeString(copy.resolve("away/kept"), "from the copy");
    Files.writeString(copy.resolve("a\nb"), "named so");

    Typed typed = restore("--yes");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(outside.resolve("kept")).hasContent("mine");
    assertThat(live.resolve("away")).isDirectory();
    assertThat(Files.isSymbolicLink(live.resolve("away"))).isFalse();
    assertThat(Files.readSymbolicLink(live.resolve("orders2"))).isEqualTo(outside.resolve("kept"));
    assertThat(live.resolve("a\nb")).hasContent("named so");
  }

  @Test
  void a_link_that_somebody_else_has_put_in_the_place_of_a_volume_is_not_followed()
      throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives links away");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.move(live, directory.resolve("moved"));
    Files.createSymbolicLink(live, elsewhere);
    Files.setAttribute(live, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);

    Typed typed = restore("--yes");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("is a link that user 65534 has made");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void what_it_has_not_is_answered_with_what_it_has() {
    Typed typed = restore("--yes", "--component", "shop#odrers");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("it has no 'shop#odrers'. It has a/shop#orders");
    assertThat(restore("--yes", "--component", "a/b/c").exit()).isEqualTo(2);
    assertThat(restore("--yes", "--component", "shop#../x").exit()).isEqualTo(2);
  }

  @Test
  void nobody_to_ask_needs_yes() {
    Typed typed = restore();

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("expected --yes", "With --to DIR nothing is replaced");
    isUntouched();
  }

  @Test
  void files_of_another_machine_are_restored_there() {
    add(
        new ComponentId(new WriterId(new HostId("b"), "db"), "data"),
        live,
        copy,
        RestoreMethod.STOP_RESTORE_START);

    Typed typed = restore("--yes", "--component", "b/db");

    assertThat(typed.exit()).isEqualTo(13);
    assertThat(typed.err()).contains("is of another one. Run this on b");
    isUntouched();
  }
}
