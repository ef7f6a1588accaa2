package io.lull.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.Shop;
import io.lull.cli.Typed;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.Recording;
import io.lull.wire.api.HostViews;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Scripts that make a backup. */
class ShadowTest extends ShadowStage {
  private static final List<String> UP_TO_THE_SET =
      List.of(
          "InitializeForBackup",
          "SetContext",
          "SetBackupState",
          "GatherWriterMetadata",
          "AddComponent",
          "StartSnapshotSet",
          "AddToSnapshotSet",
          "PrepareForBackup",
          "DoSnapshotSet");

  private static List<String> and(String... more) {
    List<String> all = new ArrayList<>(UP_TO_THE_SET);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void a_whole_backup_is_ended_and_its_aliases_are_variables() throws Exception {
    Typed typed =
        script(
            "rem a backup",
            "set context persistent",
            "begin backup",
            "add volume /data alias data provider lvm",
            "writer verify shop",
            "create",
            "exec sh -c \"echo $data $LULL_COPY_0 > out\"",
            "exec sh -c \"echo '%data%' >> out\"",
            "end backup");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(node.called())
        .isEqualTo(and("SetBackupSucceeded", "BackupComplete", "GatherWriterStatus", "Release"));
    assertThat(node.called(SessionInput.SetContext.class).context())
        .isEqualTo(SessionContext.CLIENT_ACCESSIBLE_WRITERS);
    assertThat(node.called(SessionInput.SetBackupState.class).state().type())
        .isEqualTo(BackupType.FULL);
    assertThat(node.called(SessionInput.AddToSnapshotSet.class).provider())
        .contains(new ProviderId(FakeNode.HOST, "lvm"));
    String copy = node.called(SessionInput.StartSnapshotSet.class).set() + "@a:/data";
    assertThat(directory.resolve("out")).hasContent(copy + " /copies/data\n" + copy + "\n");
    assertThat(typed.out()).contains("grade    APPLICATION", "data   " + copy);
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void without_a_backup_that_was_begun_a_set_is_a_copy_and_nobody_waits() throws Exception {
    Typed typed = script("add volume /data", "create", "list shadows set %LULL_SET%");

    assertThat(node.called())
        .isEqualTo(and("SetBackupSucceeded", "BackupComplete", "GatherWriterStatus", "Release"));
    assertThat(node.called(SessionInput.SetBackupState.class).state().type())
        .isEqualTo(BackupType.COPY);
    // The node has no catalogue here; that is where the script ends, with its line.
    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("line 3 of script");
  }

  @Test
  void a_volatile_set_ends_with_the_script() throws Exception {
    Typed typed = script("set context volatile nowriters", "add volume /data", "create");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(node.called(SessionInput.SetContext.class).context())
        .isEqualTo(SessionContext.FILE_SHARE_BACKUP);
    assertThat(node.called()).endsWith("DoSnapshotSet", "Release");
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void a_backup_that_is_not_ended_is_aborted() throws Exception {
    Typed typed = script("begin backup", "add volume /data", "create", "exit", "end backup");

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("expected 'end backup' in script", "it is aborted; set set-");
    assertThat(node.called()).isEqualTo(and("AbortBackup", "Release"));
  }

  @Test
  void the_first_error_ends_the_script_with_its_line_and_nothing_stays_open() throws Exception {
    Typed typed =
        script("begin backup", "add volume /data", "create", "# next", "exec false", "end backup");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("its status is 1 (line 5 of script)");
    assertThat(node.called()).isEqualTo(and("AbortBackup", "Release"));
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void what_fails_at_create_is_undone_and_told_as_backup_tells_it() throws Exception {
    node.told.writersAnswer.put(
        WriterStep.FREEZE,
        new Recording.Answer(
            Shop.SHOP,
            new HandlerResult.Failed(Fault.of(Failure.WRITER_RETRYABLE, "the test says so"))));

    Typed typed = script("begin backup", "add volume /data", "create", "end backup");

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("the test says so", "line 3 of script");
    assertThat(node.called()).isEqualTo(and("AbortBackup", "Release"));
  }

  @Test
  void what_is_said_at_the_wrong_time_calls_nobody() throws Exception {
    assertThat(script("begin backup", "end backup").err())
        .contains("expected 'create' first", "line 2");
    assertThat(script("create").err()).contains("expected 'add volume' first", "line 1");
    assertThat(script("add volume /data", "add volume a:/data").err()).contains("each volume once");
    assertThat(node.verbs).isEmpty();
  }

  @Test
  void a_writer_that_is_excluded_takes_no_part() throws Exception {
    Typed excluded = script("writer exclude shop", "add volume /data", "create");
    assertThat(excluded.exit()).as(excluded.err()).isZero();
    assertThat(node.called()).doesNotContain("AddComponent");
    assertThat(excluded.out()).contains("grade    CRASH");
  }

  @Test
  void a_writer_that_is_verified_has_to_take_part() throws Exception {
    Typed verified = script("writer verify shop", "add volume /logs", "create");
    assertThat(verified.err()).contains("expected writer a/shop to take part");
    assertThat(verified.exit()).isEqualTo(13);
  }

  @Test
  void a_copy_made_while_data_changed_has_to_be_asked_for() throws Exception {
    node.cut = Cut.GRADUAL;

    Typed refused = script("writer exclude shop", "add volume /data", "create");
    assertThat(refused.exit()).as(refused.err()).isEqualTo(13);
    assertThat(refused.err()).contains("L-407", "FUZZY", "'set option fuzzy'", "line 3");
    assertThat(node.called()).endsWith("DoSnapshotSet", "AbortBackup", "Release");
  }

  @Test
  void a_copy_made_while_data_changed_that_was_asked_for_is_told_as_such() throws Exception {
    node.cut = Cut.GRADUAL;

    Typed fuzzy =
        script("set option fuzzy", "writer exclude shop", "add volume /data", "create", "add");

    assertThat(fuzzy.exit()).as(fuzzy.err()).isEqualTo(12);
    assertThat(fuzzy.out()).contains("grade    FUZZY", "BELOW    CRASH", "VSS_SHADOW_SET");
  }

  @Test
  void verbose_tells_of_every_step_and_else_nothing_is_said() throws Exception {
    assertThat(script("add volume /data", "create").err()).isEmpty();
    assertThat(script("set verbose on", "set").out()).contains("verbose", "on");
  }

  @Test
  void a_certificate_is_written_to_a_new_file_and_over_no_other() throws Exception {
    Files.writeString(directory.resolve("there"), "kept");

    Typed typed = script("set metadata there", "add volume /data", "create");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("expected a new file for the certificate");
    assertThat(directory.resolve("there")).hasContent("kept");
    assertThat(node.verbs).isEmpty();
  }

  @Test
  void writers_tell_what_they_have_in_a_session_that_ends_at_once() throws Exception {
    node.values.put("/v1/hosts", new HostViews(List.of(), new TreeSet<>()));

    Typed typed = script("list writers metadata", "list writers detailed", "list providers");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("a/shop  FRONT_END", "STOP_RESTORE_START", "a/shop#orders  yes", "a:/data");
    assertThat(node.called()).contains("GatherWriterMetadata").endsWith("Release");
  }

  @Test
  void help_needs_no_node() {
    Typed typed = Typed.run(directory, "--node", "http://127.0.0.1:1", "shadow", "-s", "nothing");
    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("expected a script at");
  }

  @Test
  void values_are_printed_for_programs_where_that_is_wanted() throws Exception {
    Files.writeString(directory.resolve("script"), "add volume /data\ncreate\nset\n");

    Typed typed = Typed.at(node, directory, "-o", "json", "shadow", "-s", "script");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out().lines()).hasSize(1).allMatch(line -> line.startsWith("{\"session\":"));
  }

  @Test
  void the_history_is_for_its_user_and_keeps_no_program_line() throws Exception {
    Path file = Prompt.file(directory.resolve("a/b/history")).orElseThrow();

    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    assertThat(Files.getPosixFilePermissions(file.resolveSibling(".").normalize())).hasSize(3);
    assertThat(Prompt.Kept.mayBeKept("list shadows all")).isTrue();
    assertThat(Prompt.Kept.mayBeKept("  EXEC restic --password x")).isFalse();
    assertThat(Prompt.Kept.mayBeKept("add alias key secret")).isFalse();
  }
}
