package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.value.Sorted;
import io.lull.wire.api.HostView;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.ProviderView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that only say what they would be of. */
class BackupDryRunTest {

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @BeforeEach
  void shop() {
    node.told.writers.put(Shop.SHOP, Shop.carrying("orders/old"));
    copying(Cut.ATOMIC);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private void copying(Cut cut) {
    node.cut = cut;
    ProviderView provider =
        new ProviderView(
            new ProviderId(FakeNode.HOST, "lvm"),
            Incarnation.FIRST,
            ProviderKind.SYSTEM,
            cut,
            0,
            Optional.<Fault>empty(),
            Optional.empty());
    HostView host =
        new HostView(FakeNode.HOST, Incarnation.FIRST, List.of(), List.of(provider), List.of());
    node.values.put("/v1/hosts", new HostViews(List.of(host), Sorted.set(List.of())));
  }

  private Typed dry(String... args) {
    List<String> all = new ArrayList<>(List.of("backup", "--dry-run"));
    all.addAll(List.of(args));
    return Typed.at(node, directory, all.toArray(String[]::new));
  }

  @Test
  void of_a_path_says_who_would_be_frozen_and_who_would_copy_and_ends_there() {
    Typed typed = dry("/data");

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
            "Release");
    assertThat(node.verbs.get(1))
        .isInstanceOfSatisfying(
            SessionInput.SetContext.class,
            verb -> assertThat(verb.context()).isEqualTo(SessionContext.REHEARSAL));
    assertThat(typed.out())
        .contains(
            "a dry run",
            "grade    APPLICATION at best",
            "set      would stay",
            "a/shop  APPLICATION  45000.0 ms  orders orders/old",
            "a:/data  a/lvm     ATOMIC");
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void for_programs_is_the_same() {
    assertThat(dry("--writer", "shop", "--context", "persistent", "-o", "json").out())
        .contains(
            "\"best\":\"APPLICATION\"",
            "\"writer\":\"a/shop\"",
            "\"most\":\"PT45S\"",
            "\"volume\":\"a:/data\",\"provider\":\"a/lvm\"",
            "\"stays\":true");
  }

  @Test
  void for_programs_says_also_of_nobody_that_he_is_nobody() {
    assertThat(dry("/other", "-o", "yaml").out()).contains("best: CRASH", "writers: []");
  }

  @Test
  void without_writers_freezes_nobody() {
    Typed typed = dry("/data", "--no-writers");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("grade    CRASH at best", "No writer would be frozen.");
  }

  @Test
  void that_would_be_fuzzy_is_refused_as_the_backup_would_be_and_says_whom_it_would_be_of() {
    copying(Cut.GRADUAL);

    Typed refused = dry("/other");
    assertThat(refused.exit()).isEqualTo(13);
    assertThat(refused.out()).contains("grade    FUZZY at best", "a:/other  a/lvm     GRADUAL");
    assertThat(refused.err()).contains("L-407", "FUZZY", "--allow-fuzzy");

    Typed allowed = dry("/other", "--allow-fuzzy");
    assertThat(allowed.exit()).as(allowed.err()).isEqualTo(12);
    assertThat(node.called()).doesNotContain("PrepareForBackup", "DoSnapshotSet");
  }

  @Test
  void of_an_unknown_writer_is_refused_and_leaves_nothing() {
    assertThat(dry("--writer", "shpo").exit()).isEqualTo(2);
    assertThat(node.called()).doesNotContain("StartSnapshotSet").endsWith("Release");
  }

  @Test
  void of_a_busy_host_is_refused_and_leaves_nothing() {
    node.told.slotsAreBusy = true;
    assertThat(dry("/data").exit()).isEqualTo(3);
    assertThat(node.told.session().phase()).isEqualTo(SessionPhase.RELEASED);
  }

  @Test
  void runs_no_command_and_makes_no_directory() throws Exception {
    Typed command = dry("/data", "--exec", "touch", directory + "/seen");
    assertThat(command.exit()).as(command.err()).isZero();
    assertThat(command.out()).contains("set      would be let go");
    assertThat(dry("/data", "--to", "out/deep").exit()).isZero();
    assertThat(directory).isEmptyDirectory();

    Files.writeString(directory.resolve("file"), "x");
    Typed nowhere = dry("/data", "--to", "file/below");
    assertThat(nowhere.exit()).isEqualTo(2);
    assertThat(nowhere.err()).contains("a directory to copy into");
  }
}
