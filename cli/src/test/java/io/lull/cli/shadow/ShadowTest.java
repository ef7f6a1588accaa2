package io.lull.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.Typed;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.DeleteSnapshots;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.Recording;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.Exposure;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.Sets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts against a node whose session keeps all the rules. */
class ShadowTest {
  private static final WriterId SHOP = new WriterId(FakeNode.HOST, "shop");
  private static final Volume DATA = new Volume(FakeNode.HOST, "/data");
  private static final Volume LOGS = new Volume(FakeNode.HOST, "/logs");

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @BeforeEach
  void shop() {
    node.told.writers.put(
        SHOP,
        new WriterMetadata(
            SHOP,
            WriterLevel.FRONT_END,
            Duration.ofSeconds(45),
            HoldKind.APPLICATION,
            Optional.empty(),
            RestoreMethod.STOP_RESTORE_START,
            List.of(new Component(new ComponentId(SHOP, "orders"), Set.of(DATA), true, true)),
            List.of()));
    node.places.put(DATA, "/copies/data");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Typed script(String... lines) throws IOException {
    Files.writeString(directory.resolve("script"), String.join("\n", lines) + "\n");
    return Typed.at(node, directory, "shadow", "-s", "script");
  }

  private List<String> verbs() {
    return node.verbs.stream().map(verb -> verb.getClass().getSimpleName()).toList();
  }

  private <V> V verb(Class<V> type) {
    return node.verbs.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

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
    assertThat(verbs()).isEqualTo(and("SetBackupSucceeded", "BackupComplete", "Release"));
    assertThat(verb(SessionInput.SetContext.class).context())
        .isEqualTo(SessionContext.CLIENT_ACCESSIBLE_WRITERS);
    assertThat(verb(SessionInput.SetBackupState.class).state().type()).isEqualTo(BackupType.FULL);
    assertThat(verb(SessionInput.AddToSnapshotSet.class).provider())
        .contains(new ProviderId(FakeNode.HOST, "lvm"));
    String copy = verb(SessionInput.StartSnapshotSet.class).set() + "@a:/data";
    assertThat(directory.resolve("out")).hasContent(copy + " /copies/data\n" + copy + "\n");
    assertThat(typed.out()).contains("grade    APPLICATION", "data   " + copy);
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void without_a_backup_that_was_begun_a_set_is_a_copy_and_nobody_waits() throws Exception {
    Typed typed = script("add volume /data", "create", "list shadows set %LULL_SET%");

    assertThat(verbs()).isEqualTo(and("SetBackupSucceeded", "BackupComplete", "Release"));
    assertThat(verb(SessionInput.SetBackupState.class).state().type()).isEqualTo(BackupType.COPY);
    // The node has no catalogue here; that is where the script ends, with its line.
    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("line 3 of script");
  }

  @Test
  void a_volatile_set_ends_with_the_script() throws Exception {
    Typed typed = script("set context volatile nowriters", "add volume /data", "create");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(verb(SessionInput.SetContext.class).context())
        .isEqualTo(SessionContext.FILE_SHARE_BACKUP);
    assertThat(verbs()).endsWith("DoSnapshotSet", "Release");
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void a_backup_that_is_not_ended_is_aborted() throws Exception {
    Typed typed = script("begin backup", "add volume /data", "create", "exit", "end backup");

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("expected 'end backup' in script", "it is aborted; set set-");
    assertThat(verbs()).isEqualTo(and("AbortBackup", "Release"));
  }

  @Test
  void the_first_error_ends_the_script_with_its_line_and_nothing_stays_open() throws Exception {
    Typed typed =
        script("begin backup", "add volume /data", "create", "# next", "exec false", "end backup");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("its status is 1 (line 5 of script)");
    assertThat(verbs()).isEqualTo(and("AbortBackup", "Release"));
    assertThat(node.told.session().isOver()).isTrue();
  }

  @Test
  void what_fails_at_create_is_undone_and_told_as_backup_tells_it() throws Exception {
    node.told.writersAnswer.put(
        WriterStep.FREEZE,
        new Recording.Answer(
            SHOP,
            new HandlerResult.Failed(Fault.of(Failure.WRITER_RETRYABLE, "the test says so"))));

    Typed typed = script("begin backup", "add volume /data", "create", "end backup");

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("the test says so", "line 3 of script");
    assertThat(verbs()).isEqualTo(and("AbortBackup", "Release"));
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
    assertThat(verbs()).doesNotContain("AddComponent");
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

  private static Copies copies(String set, Optional<String> exposed, Volume... volumes) {
    SetId id = new SetId(set);
    List<CopyView> copies = new ArrayList<>();
    for (Volume volume : volumes) {
      copies.add(
          new CopyView(
              new SnapshotId(id, volume),
              new ProviderId(FakeNode.HOST, "lvm"),
              Optional.of("/copies" + volume.path()),
              exposed));
    }
    return new Copies(id, copies);
  }

  /** A node with two sets: one of one volume that is shown somewhere, an older one of two. */
  private List<DeleteSnapshots> catalogue() {
    CatalogueEntry one = entry("set-1", 20, DATA);
    CatalogueEntry two = entry("set-2", 10, DATA, LOGS);
    node.values.put("/v1/sets", new Sets(List.of(one, two)));
    node.values.put("/v1/sets/set-1", one);
    node.values.put("/v1/sets/set-2", two);
    node.values.put("/v1/sets/set-1/copies", copies("set-1", Optional.of("/mnt/one"), DATA));
    node.values.put("/v1/sets/set-2/copies", copies("set-2", Optional.empty(), DATA, LOGS));
    List<DeleteSnapshots> deletions = new ArrayList<>();
    for (String set : List.of("set-1", "set-2")) {
      node.handlers.put(
          "/v1/sessions/s-" + set + "/calls",
          exchange -> {
            DeleteSnapshots delete =
                (DeleteSnapshots)
                    Wire.json().read(exchange.getRequestBody().readAllBytes(), SessionInput.class);
            if (deletions.stream().noneMatch(other -> other.request().equals(delete.request()))) {
              deletions.add(delete);
              // A deletion takes its time.
              FakeNode.answer(exchange, 202, new SessionReply.Pending(delete.request()));
              return;
            }
            FakeNode.answer(
                exchange,
                200,
                new SessionReply.Deleted(
                    delete.request(),
                    Math.max(1, delete.snapshots().size()),
                    Optional.empty(),
                    Optional.empty()));
          });
    }
    return deletions;
  }

  private static CatalogueEntry entry(String set, long changed, Volume... volumes) {
    return new CatalogueEntry(
        new SetId(set),
        new SessionId("s-" + set),
        SetState.CERTIFIED,
        Instant.ofEpochSecond(changed),
        Sorted.valued(new TreeSet<>(List.of(volumes)), new ProviderId(FakeNode.HOST, "lvm")),
        Optional.of(Grade.CRASH),
        Optional.empty());
  }

  @Test
  void copies_are_listed_all_those_of_a_set_or_one() throws Exception {
    catalogue();

    assertThat(script("list shadows all").out())
        .contains("set-1@a:/data", "set-2@a:/data", "set-2@a:/logs", "/mnt/one");
    assertThat(script("list shadows set set-2").out())
        .contains("set-2@a:/logs")
        .doesNotContain("set-1@");
    assertThat(script("list shadows id set-2@a:/data").out())
        .contains("set-2@a:/data")
        .doesNotContain("set-2@a:/logs");
    Typed none = script("list shadows set set-3");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("expected a copy set-3, but there is none");
  }

  @Test
  void copies_are_deleted_by_set_by_name_by_age_and_by_where_they_are_shown() throws Exception {
    List<DeleteSnapshots> deletions = catalogue();

    Typed typed =
        script(
            "delete shadows set set-2",
            "delete shadows id set-2@a:/logs",
            "delete shadows oldest /data",
            "delete shadows exposed /mnt/one",
            "delete shadows all");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(deletions)
        .extracting(DeleteSnapshots::snapshots)
        .containsExactly(
            List.of(),
            List.of(new SnapshotId(new SetId("set-2"), LOGS)),
            List.of(new SnapshotId(new SetId("set-2"), DATA)),
            List.of(new SnapshotId(new SetId("set-1"), DATA)),
            List.of(),
            List.of());
    assertThat(typed.out()).contains("1 copy deleted", "2 copies deleted");
  }

  @Test
  void a_copy_is_exposed_and_found_again_by_where_it_is() throws Exception {
    catalogue();
    List<Exposure> exposed = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    node.handlers.put(
        "/v1/sets/set-1/exposures",
        exchange -> {
          if (exchange.getRequestMethod().equals("POST")) {
            exposed.add(Wire.json().read(exchange.getRequestBody().readAllBytes(), Exposure.class));
          } else {
            ended.add(exchange.getRequestURI().getQuery());
          }
          FakeNode.answer(exchange, 200, copies("set-1", Optional.empty(), DATA));
        });

    Typed typed = script("expose set-1 /mnt/x", "unexpose /mnt/one", "unexpose set-1@a:/data");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(exposed).containsExactly(new Exposure(DATA, "/mnt/x"));
    assertThat(ended).containsExactly("volume=a:/data", "volume=a:/data");
    assertThat(script("expose set-2 /mnt/x").err()).contains("expected one of the copies of");
    assertThat(script("unexpose /mnt/none").err()).contains("there is none");
  }

  @Test
  void writers_tell_what_they_have_in_a_session_that_ends_at_once() throws Exception {
    node.values.put("/v1/hosts", new HostViews(List.of(), new TreeSet<>()));

    Typed typed = script("list writers metadata", "list writers detailed", "list providers");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("a/shop  FRONT_END", "STOP_RESTORE_START", "a/shop#orders  yes", "a:/data");
    assertThat(verbs()).contains("GatherWriterMetadata").endsWith("Release");
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
