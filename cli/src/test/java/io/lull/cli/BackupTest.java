package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @BeforeEach
  void shop() {
    node.told.writers.put(Shop.SHOP, Shop.carrying());
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Typed backup(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "backup";
    System.arraycopy(args, 0, all, 1, args.length);
    return Typed.at(node, directory, all);
  }

  @Test
  void of_a_directory_calls_the_verbs_in_their_order_and_says_where_the_copy_lies() {
    node.places.put(Shop.DATA, "/copies/data");

    Typed typed = backup("/data");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(node.called())
        .containsExactly(
            "InitializeForBackup",
            "SetContext",
            "SetBackupState",
            "GatherWriterMetadata",
            "AddComponent",
            "StartSnapshotSet",
            "AddToSnapshotSet",
            "PrepareForBackup",
            "DoSnapshotSet",
            "SetBackupSucceeded",
            "BackupComplete",
            "GatherWriterStatus",
            "Release");
    assertThat(node.called(SessionInput.SetContext.class).context())
        .isEqualTo(SessionContext.CLIENT_ACCESSIBLE_WRITERS);
    // Nothing was stored elsewhere, so no writer may drop its logs.
    assertThat(node.called(SessionInput.SetBackupState.class).state().type())
        .isEqualTo(BackupType.COPY);
    assertThat(node.called(SessionInput.InitializeForBackup.class).policy().leased()).isTrue();
    assertThat(typed.out())
        .contains("grade    APPLICATION, instant COMMON", "a:/data  a/lvm     /copies/data");
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void without_writers_freezes_nobody() {
    Typed typed = backup("/data", "--no-writers");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(node.called()).doesNotContain("GatherWriterMetadata", "PrepareForBackup");
    assertThat(typed.out()).contains("grade    CRASH");
  }

  @Test
  void of_a_writer_brings_its_volumes() {
    Typed typed = backup("--writer", "shop", "-o", "json");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("\"grade\":\"APPLICATION\"", "a:/data");
  }

  @Test
  void of_a_writer_that_is_not_there_begins_no_set() {
    Typed typed = backup("--writer", "shpo");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("expected a writer a/shpo, but there is none");
    assertThat(node.called()).doesNotContain("StartSnapshotSet").endsWith("Release");
  }

  @Test
  void repeats_a_call_that_is_under_way_and_one_whose_answer_was_lost() {
    node.pendingFirst = true;
    assertThat(backup("/data").exit()).isZero();
    // Every verb was done once, though each was asked for twice.
    assertThat(node.called()).doesNotHaveDuplicates();
  }

  @Test
  void repeats_a_call_whose_answer_was_lost() {
    node.lostFirst = true;
    // The very first call is not repeated: whoever never reached a node says so at once.
    node.before = verb -> node.lostFirst = !(verb instanceof SessionInput.InitializeForBackup);

    assertThat(backup("/data").exit()).isZero();
    assertThat(node.called()).doesNotHaveDuplicates();
  }

  @Test
  void meets_a_busy_host_with_3_and_its_holder() {
    node.told.slotsAreBusy = true;

    Typed typed = backup("/data");

    assertThat(typed.exit()).isEqualTo(3);
    assertThat(typed.err()).contains("V-002 SNAPSHOT_SET_IN_PROGRESS", "session another has held");
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void waits_for_a_busy_host_no_longer_than_was_said() {
    node.told.slotsAreBusy = true;

    Typed typed = backup("/data", "--wait", "1s");

    assertThat(typed.exit()).isEqualTo(3);
    assertThat(node.called().stream().filter("StartSnapshotSet"::equals).count()).isGreaterThan(1);
  }

  @Test
  void a_writer_that_fails_at_freeze_aborts_with_10_and_leaves_nothing() {
    node.told.writersAnswer.put(
        WriterStep.FREEZE,
        new Recording.Answer(
            Shop.SHOP,
            new HandlerResult.Failed(Fault.of(Failure.WRITER_NON_RETRYABLE, "the disk is gone"))));

    Typed typed = backup("/data");

    assertThat(typed.exit()).as(typed.err()).isEqualTo(10);
    assertThat(typed.err()).contains("the disk is gone");
    assertThat(node.called()).endsWith("AbortBackup", "Release");
  }

  @Test
  void a_lapsed_hold_aborts_with_11() {
    node.told.holdsLapse = true;

    assertThat(backup("/data").exit()).isEqualTo(11);
  }

  @Test
  void a_set_that_would_be_fuzzy_is_refused_and_two_ways_out_are_named() {
    node.cut = Cut.GRADUAL;

    Typed typed = backup("/other");

    assertThat(typed.exit()).as(typed.err()).isEqualTo(13);
    assertThat(typed.err())
        .contains("L-407", "FUZZY", "nothing was frozen", "--allow-fuzzy", "lull providers");
    assertThat(node.called()).endsWith("DoSnapshotSet", "AbortBackup", "Release");
    assertThat(node.told.session().phase()).isEqualTo(SessionPhase.RELEASED);
  }

  @Test
  void a_fuzzy_set_that_is_allowed_ends_with_12() {
    node.cut = Cut.GRADUAL;

    Typed typed = backup("/other", "--no-writers", "--allow-fuzzy");

    assertThat(typed.exit()).as(typed.err()).isEqualTo(12);
    assertThat(typed.out()).contains("grade    FUZZY", "BELOW    CRASH");
  }

  @Test
  void without_a_node_ends_with_5() {
    node.close();

    Typed typed = backup("/data");

    assertThat(typed.exit()).isEqualTo(5);
    assertThat(typed.err().lines()).hasSize(1);
  }

  @Test
  void of_what_is_no_directory_here_says_so_before_anything_begins() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Files.createSymbolicLink(directory.resolve("link"), real);
    Files.writeString(directory.resolve("file"), "");

    Typed link = backup("./link");
    assertThat(link.exit()).isEqualTo(2);
    assertThat(link.err()).contains("is a link", "Say " + real);
    assertThat(backup(directory + "/file").err()).contains("file is none");
    assertThat(backup("./nofile").err()).contains("there is no " + directory + "/nofile");
    assertThat(node.verbs).isEmpty();
  }

  @Test
  void without_a_right_ends_with_4() {
    node.handlers.put("/v1/node", exchange -> FakeNode.answer(exchange, 401, ""));

    assertThat(backup("/data").exit()).isEqualTo(4);
  }

  @Test
  void exec_finds_the_copies_and_lets_the_set_go() throws IOException {
    node.places.put(Shop.DATA, "/copies/data");

    Typed typed =
        backup(
            "/data",
            "--exec",
            "sh",
            "-c",
            "echo $LULL_COPIES $LULL_COPY_0 $LULL_VOLUME_0 > " + directory + "/seen; exit 0",
            "-o");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(directory.resolve("seen")).hasContent("1 /copies/data a:/data");
    assertThat(node.called(SessionInput.SetContext.class).context())
        .isEqualTo(SessionContext.BACKUP);
    assertThat(node.called(SessionInput.SetBackupSucceeded.class).succeeded()).isTrue();
    assertThat(typed.out()).contains(", let go");
  }

  @Test
  void exec_that_fails_ends_with_1_and_no_writer_is_told_of_a_good_backup() {
    Typed typed = backup("/data", "--exec", "sh", "-c", "exit 7");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("its status is 7");
    assertThat(node.called(SessionInput.SetBackupSucceeded.class).succeeded()).isFalse();
    assertThat(node.called()).endsWith("Release");
  }

  @Test
  void to_copies_all_of_it_and_never_overwrites() throws IOException {
    Path copy = Files.createDirectories(directory.resolve("copy/sub"));
    Files.writeString(copy.resolve("a\nb"), "first");
    Files.writeString(copy.resolve("..."), "second");
    Files.createSymbolicLink(copy.resolve("link"), Path.of("/etc/shadow"));
    new ProcessBuilder("mkfifo", copy.resolve("pipe").toString()).start().onExit().join();
    node.places.put(Shop.DATA, directory.resolve("copy").toString());

    Typed typed = backup("/data", "--to", "out");

    assertThat(typed.exit()).as(typed.err()).isZero();
    try (var sets = Files.list(directory.resolve("out"))) {
      List<Path> found = sets.toList();
      assertThat(found).hasSize(1);
      Path sub = found.getFirst().resolve("0-data/sub");
      assertThat(found.getFirst().toString()).doesNotContain(".part");
      assertThat(sub.resolve("a\nb")).hasContent("first");
      assertThat(sub.resolve("...")).hasContent("second");
      assertThat(Files.readSymbolicLink(sub.resolve("link"))).isEqualTo(Path.of("/etc/shadow"));
      assertThat(sub.resolve("pipe")).doesNotExist();
      assertThat(found.getFirst().resolve("copies.json")).exists();
    }
    assertThat(typed.err()).contains("1 devices, pipes or sockets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/nope", "file", "file/below"})
  void to_where_nothing_can_be_written_freezes_nobody(String to) throws IOException {
    Files.writeString(directory.resolve("file"), "x");

    Typed typed = backup("/data", "--to", to);

    assertThat(typed.exit()).as(typed.err()).isEqualTo(2);
    assertThat(typed.err()).contains("a directory to copy into", "Name another directory");
    assertThat(node.called()).isEmpty();
  }

  @Test
  void to_where_something_is_missing_leaves_no_part_behind() throws IOException {
    node.places.put(Shop.DATA, directory.resolve("nowhere").toString());

    Typed typed = backup("/data", "--to", "out");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(directory.resolve("out")).isEmptyDirectory();
    assertThat(node.called(SessionInput.SetBackupSucceeded.class).succeeded()).isFalse();
  }

  @Test
  void a_writer_that_fails_when_all_is_done_is_shown_and_takes_nothing_from_the_set() {
    node.told.writersAnswer.put(
        WriterStep.BACKUP_COMPLETE,
        new Recording.Answer(
            Shop.SHOP,
            new HandlerResult.Failed(Fault.of(Failure.WRITER_NON_RETRYABLE, "no room for logs"))));

    Typed typed = backup("/data");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("FAILED   a/shop: V-026 WRITER_NON_RETRYABLE: no room for logs");
  }

  @Test
  void exec_that_ctrl_c_has_ended_before_us_is_undone() {
    Typed typed = backup("/data", "--exec", "sh", "-c", "exit 130");

    assertThat(typed.exit()).as(typed.err()).isEqualTo(10);
    assertThat(node.called()).endsWith("DeleteSnapshots", "AbortBackup", "Release");
  }

  @Test
  void that_takes_longer_than_timeout_is_undone() {
    Typed typed = backup("/data", "--timeout", "2s", "--exec", "sleep", "100");

    assertThat(typed.exit()).as(typed.err()).isEqualTo(11);
    assertThat(node.called()).endsWith("DeleteSnapshots", "AbortBackup", "Release");
  }
}
