package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.value.Sorted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCommandsTest {
  private static final Path JOURNALS =
      Path.of(System.getProperty("lull.root", ".."), "wire/src/test/resources/journals/v1");
  private static final RequestId CALL = new RequestId("r");
  private static final WriterId SHOP = new WriterId(FakeNode.HOST, "shop");

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  private Typed run(String... args) {
    return Typed.at(node, directory, args);
  }

  private void session(SessionPhase phase, boolean over, Optional<Fault> failure) {
    node.values.put("/v1/sessions/s-1", ListingTest.session(phase, over, failure));
  }

  @Test
  void wait_ends_when_the_phase_has_come() {
    session(SessionPhase.SNAPSHOT_CREATED, false, Optional.empty());

    assertThat(run("wait", "s-1", "--for", "created").exit()).isZero();
    assertThat(node.requests.getLast()).contains("await=SNAPSHOT_CREATED&for=20s");
  }

  @Test
  void wait_ends_with_14_when_its_time_is_over() {
    session(SessionPhase.WINDOW_OPEN, false, Optional.empty());

    Typed typed = run("wait", "s-1", "--timeout", "100ms");

    assertThat(typed.exit()).isEqualTo(14);
    assertThat(typed.err()).contains("it is in WINDOW_OPEN");
  }

  @Test
  void wait_ends_as_the_session_did() {
    session(
        SessionPhase.CREATION_FAILED, false, Optional.of(Fault.of(Failure.HOLD_LAPSED, "slow")));

    assertThat(run("wait", "s-1", "--for", "created").exit()).isEqualTo(11);
  }

  @Test
  void abort_ends_with_20_if_somebody_was_not_reached() {
    String path = "POST /v1/sessions/s-1/abort";
    node.values.put(path, new SessionReply.Aborted(CALL, Set.of(SHOP), Set.of()));
    assertThat(run("abort", "s-1").exit()).isZero();

    node.values.put(path, new SessionReply.Aborted(CALL, Set.of(), Set.of(SHOP)));
    Typed typed = run("abort", "s-1");
    assertThat(typed.exit()).isEqualTo(20);
    assertThat(typed.out()).contains("NOT CONFIRMED, look at its host: a/shop");
  }

  @Test
  void abort_of_what_is_over_says_so() {
    node.handlers.put(
        "/v1/sessions/s-1/abort",
        exchange ->
            FakeNode.refuse(
                exchange, Fault.expected(Failure.BAD_STATE, "another phase", "it is in RELEASED")));

    Typed typed = run("abort", "s-1");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .contains("it is in RELEASED. It is over already")
        .endsWith("see 'lull show s-1 --node %s'\n".formatted(node.url()))
        .doesNotContain("abort the session first");
  }

  @Test
  void a_hint_reaches_the_same_node_as_what_failed() throws Exception {
    node.handlers.put(
        "/v1/sessions/s-1/abort",
        exchange ->
            FakeNode.refuse(
                exchange, Fault.expected(Failure.BAD_STATE, "another phase", "it is in RELEASED")));
    Path token = Files.writeString(directory.resolve("my token"), "secret\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));

    assertThat(run("abort", "s-1", "--token-file", token.toString()).err())
        .endsWith("'lull show s-1 --node %s --token-file \"%s\"'\n".formatted(node.url(), token));
    // What runs where it is typed needs no address.
    node.handlers.put(
        "/v1/sessions/s-1/abort",
        exchange ->
            FakeNode.refuse(
                exchange, Fault.of(Failure.THAW_UNCONFIRMED, "a/shop has not answered")));
    assertThat(run("abort", "s-1").err()).contains("`lull thaw --local`");
  }

  @Test
  void delete_says_how_many() {
    node.values.put(
        "DELETE /v1/sets/set-1",
        new SessionReply.Deleted(CALL, 3, Optional.empty(), Optional.empty()));

    assertThat(run("delete", "set-1", "--yes").out()).isEqualTo("set set-1: 3 copies deleted\n");
  }

  private void set(SetState state, Map<Volume, ProviderId> copies, Optional<String> pinned) {
    node.values.put(
        "/v1/sets/set-1",
        new CatalogueEntry(
            new SetId("set-1"),
            new SessionId("s-1"),
            state,
            Instant.EPOCH,
            Optional.of(Instant.EPOCH),
            Sorted.map(copies),
            new TreeSet<>(),
            Optional.of(Grade.CRASH),
            Optional.empty(),
            pinned,
            Optional.empty()));
  }

  @Test
  void delete_in_a_dry_run_says_what_would_go_and_asks_nobody_to_do_it() {
    Volume data = new Volume(FakeNode.HOST, "/data");
    Map<Volume, ProviderId> copies = Map.of(data, new ProviderId(FakeNode.HOST, "lvm"));
    set(SetState.CERTIFIED, copies, Optional.empty());

    Typed typed = run("delete", "set-1", "--dry-run");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("nothing was deleted", "CERTIFIED", "grade    CRASH", "a:/data  a/lvm");
    assertThat(run("delete", "set-1", "--dry-run", "--yes", "-o", "json").out())
        .contains("\"copies\":{\"a:/data\":\"a/lvm\"}");
    set(SetState.CERTIFIED, copies, Optional.of("audit"));
    Typed pinned = run("delete", "set-1", "--dry-run");
    assertThat(pinned.exit()).isEqualTo(Failure.SET_PINNED.exitCode().number());
    assertThat(pinned.err()).contains("audit");
    assertThat(node.requests).noneMatch(request -> request.startsWith("DELETE"));
  }

  @Test
  void delete_in_a_dry_run_is_refused_where_there_is_nothing_to_delete_yet_or_any_more() {
    set(SetState.DELETED, Map.of(), Optional.empty());
    assertThat(run("delete", "set-1", "--dry-run").exit())
        .isEqualTo(Failure.OBJECT_NOT_FOUND.exitCode().number());
    set(SetState.CREATING, Map.of(), Optional.empty());
    assertThat(run("delete", "set-1", "--dry-run").exit())
        .isEqualTo(Failure.BAD_STATE.exitCode().number());
    assertThat(run("delete", "set-2", "--dry-run").exit()).isEqualTo(2);
  }

  @Test
  void delete_that_stops_half_way_fails() {
    node.values.put(
        "DELETE /v1/sets/set-1",
        new SessionReply.Deleted(
            CALL, 1, Optional.empty(), Optional.of(Fault.of(Failure.PROVIDER_VETO, "busy"))));

    Typed typed = run("delete", "set-1", "--yes");
    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("busy (1 copies were deleted before that)");
  }

  @Test
  void log_is_printed_byte_for_byte_and_replays() throws Exception {
    byte[] log = Files.readAllBytes(JOURNALS.resolve("good-backup.jsonl"));
    node.values.put("/v1/sessions/s-1/log", log);

    Typed typed = run("log", "s-1");

    assertThat(typed.out()).isEqualTo(new String(log, StandardCharsets.UTF_8));
  }

  @Test
  void replay_shows_events_state_certificate_and_verdict() {
    Typed typed = run("replay", JOURNALS.resolve("good-backup.jsonl").toString());

    assertThat(typed.exit()).as(typed.out()).isZero();
    assertThat(typed.out())
        .contains("SessionOpened", "WindowClosed", "RELEASED", "grade     APPLICATION")
        .contains("verdict   Yes, against what the log says was told");
  }

  @Test
  void replay_of_a_forged_log_ends_with_21_and_what_is_wrong() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(JOURNALS.resolve("good-backup.jsonl"))) {
      boolean created = line.contains("\"is\":\"set-created\"");
      lines.add(created ? line.replace("\"COMMON\"", "\"PER_WRITER\"") : line);
    }
    Path forged = directory.resolve("forged.jsonl");
    Files.write(forged, lines);

    Typed typed = run("replay", forged.toString());

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.out()).contains("verdict   NO", "INSTANT_WRONG");
    assertThat(run("certificate", forged.toString()).exit()).isEqualTo(21);
  }

  @Test
  void replay_of_a_log_that_was_cut_is_wrong_input() throws Exception {
    List<String> lines = Files.readAllLines(JOURNALS.resolve("good-backup.jsonl"));
    Files.write(directory.resolve("cut.jsonl"), lines.subList(0, 9));

    Typed typed = run("replay", "cut.jsonl");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("line 10").doesNotContain("Exception");
  }

  @Test
  void show_follows_events_once_each_over_a_cut_connection() throws Exception {
    List<String> log = Files.readAllLines(JOURNALS.resolve("good-backup.jsonl"));
    session(SessionPhase.RELEASED, true, Optional.empty());
    node.handlers.put(
        "/v1/sessions/s-1/events",
        exchange -> {
          String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
          String events =
              last == null
                  ? event(1, log) + event(2, log) + "id: 3\ndata: {\"seq"
                  : ": alive\n\n" + event(2, log) + event(3, log);
          FakeNode.answer(exchange, 200, events);
          if (last == null) {
            session(SessionPhase.WINDOW_OPEN, false, Optional.empty());
          } else {
            session(SessionPhase.RELEASED, true, Optional.empty());
          }
        });

    Typed typed = run("show", "s-1", "--follow", "-o", "json");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out().lines().toList()).isEqualTo(log.subList(1, 4));
  }

  private static String event(int number, List<String> log) {
    return "id: " + number + "\nevent: x\ndata: " + log.get(number) + "\n\n";
  }

  @Test
  void completion_knows_every_command() {
    for (String shell : List.of("bash", "zsh", "fish")) {
      assertThat(run("completion", shell).out()).contains("backup", "writers", "certificate");
    }
    assertThat(run("completion", "fish").out())
        .contains("complete -c lull -n '__fish_seen_subcommand_from sessions' -l open");
  }

  @Test
  void version_is_one_line() {
    assertThat(run("version").out()).startsWith("lull ").hasLineCount(1);
  }
}
