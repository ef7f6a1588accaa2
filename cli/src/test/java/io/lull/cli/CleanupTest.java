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
import io.lull.protocol.retention.Candidate;
import io.lull.protocol.retention.Retention;
import io.lull.protocol.retention.RetentionPolicy;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.api.RetentionView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** There are three sets of which the node keeps the last one, set-3. */
class CleanupTest {
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  private static final RetentionPolicy LAST =
      new RetentionPolicy(1, Duration.ofDays(7), 0, 0, 0, 0, 0);

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @BeforeEach
  void begin() {
    decide("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-20T00:00:00Z");
    for (int set = 1; set <= 3; set++) {
      node.values.put("DELETE /v1/sets/set-" + set, deleted(Optional.empty()));
    }
  }

  @AfterEach
  void end() {
    node.close();
  }

  private void decide(String... created) {
    RetentionPolicy policy = new RetentionPolicy(1, Duration.ZERO, 0, 0, 0, 0, 0);
    node.values.put(
        "/v1/retention",
        RetentionView.of(
            LAST, "UTC", Retention.decide(policy, sets(created), NOW, ZoneOffset.UTC)));
  }

  private static List<Candidate> sets(String... created) {
    return IntStream.range(0, created.length)
        .mapToObj(
            i ->
                new Candidate(
                    new SetId("set-" + (i + 1)),
                    new TreeSet<>(List.of(new Volume(FakeNode.HOST, "/data"))),
                    Optional.of(Instant.parse(created[i])),
                    Grade.CRASH,
                    true,
                    false,
                    false))
        .toList();
  }

  private static SessionReply deleted(Optional<Fault> fault) {
    return new SessionReply.Deleted(new RequestId("r"), 1, Optional.empty(), fault);
  }

  private Typed run(String... args) {
    return Typed.at(node, directory, args);
  }

  private List<String> deletions() {
    return node.requests.stream().filter(request -> request.startsWith("DELETE")).toList();
  }

  @Test
  void a_dry_run_shows_what_goes_and_why_the_rest_stays() {
    Typed typed = run("cleanup", "--dry-run");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "SET CREATED GRADE GOOD FATE WHY VOLUMES",
            "set-3 2026-03-20 00:00:00Z CRASH yes stays newest,best-grade,last a:/data",
            "set-2 2026-03-02 00:00:00Z CRASH yes goes - a:/data",
            "set-1 2026-03-01 00:00:00Z CRASH yes goes - a:/data",
            "policy last 1, within 7 days (days begin in UTC)",
            "would delete 2 sets, 1 set stays; nothing was deleted");
    assertThat(deletions()).isEmpty();
  }

  @Test
  void each_set_that_nothing_keeps_is_deleted_and_named() {
    Typed typed = run("cleanup", "--yes");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(deletions()).containsExactly("DELETE /v1/sets/set-2", "DELETE /v1/sets/set-1");
    assertThat(typed.out()).endsWith("deleted 2 sets, 1 set stays\n");
    assertThat(typed.err().lines())
        .containsExactly("lull: deleting set set-2, 1 of 2", "lull: deleting set set-1, 2 of 2");
  }

  @Test
  void where_nothing_goes_nothing_is_done() {
    decide("2026-03-01T00:00:00Z");

    Typed typed = run("cleanup", "--yes");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).endsWith("nothing to delete, 1 set stays\n");
    assertThat(deletions()).isEmpty();
  }

  @Test
  void a_set_that_cannot_be_deleted_is_named_and_the_others_go_on() {
    node.values.put(
        "DELETE /v1/sets/set-2",
        deleted(Optional.of(Fault.of(Failure.PROVIDER_VETO, "it is mounted"))));

    Typed typed = run("cleanup", "--yes");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(deletions()).hasSize(2);
    assertThat(typed.out()).endsWith("deleted 1 set, 1 set stays\n");
    assertThat(typed.err())
        .contains("lull: set set-2 was not deleted: it is mounted")
        .contains("but these are not: [set-2]");
    assertThat(run("cleanup", "--yes", "-o", "json").out())
        .contains("\"deleted\":[\"set-1\"]", "\"failed\":[{\"set\":\"set-2\",\"why\":{\"exit\":1");
  }

  @Test
  void what_somebody_else_has_deleted_meanwhile_is_gone() {
    node.handlers.put(
        "/v1/sets/set-2",
        exchange ->
            FakeNode.refuse(
                exchange, Fault.expected(Failure.OBJECT_NOT_FOUND, "a copy", "there is none")));

    assertThat(run("cleanup", "--yes").exit()).isZero();
  }

  @Test
  void who_may_not_delete_is_told_once() {
    node.handlers.put(
        "/v1/sets/set-2",
        exchange -> FakeNode.refuse(exchange, Fault.of(Failure.ACCESS_DENIED, "vera is viewer")));

    Typed typed = run("cleanup", "--yes");

    assertThat(typed.exit()).isEqualTo(4);
    assertThat(deletions()).hasSize(1);
    assertThat(typed.err()).contains("vera is viewer (0 sets were deleted before that)");
  }

  @Test
  void json_has_what_was_decided_and_what_was_done() {
    assertThat(run("cleanup", "--dry-run", "-o", "json").out())
        .startsWith("{\"decided\":{\"policy\":{\"last\":1,\"within\":\"PT168H\"")
        .contains("\"stays\":true,\"reasons\":[\"NEWEST\",\"BEST_GRADE\",\"LAST\"]")
        .endsWith("\"deleted\":[],\"failed\":[]}\n");
    assertThat(run("cleanup", "--yes", "-o", "json").out())
        .endsWith("\"deleted\":[\"set-2\",\"set-1\"],\"failed\":[]}\n");
    assertThat(run("cleanup", "--yes", "-o", "yaml").out()).contains("- set-2\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--keep-last 3|last=3",
        "--keep-within 7d|within=604800000ms",
        "--keep-within 0s|within=0ms",
        "--keep-within PT0.0000001S|within=1ms",
        "--keep-hourly 1 --keep-daily 2 --keep-weekly 3 --keep-monthly 4 --keep-yearly 0"
            + "|hourly=1&daily=2&weekly=3&monthly=4&yearly=0",
      })
  void what_is_said_goes_to_the_node(String options, String query) {
    assertThat(run(("cleanup --dry-run " + options).split(" ")).exit()).isZero();

    assertThat(node.requests).contains("GET /v1/retention?" + query);
  }

  @Test
  void a_node_is_asked_for_its_own_policy_where_nothing_is_said() {
    assertThat(run("cleanup", "--dry-run").exit()).isZero();

    assertThat(node.requests).contains("GET /v1/retention");
  }

  /** The node answers that it is at it, and the set loses its copy while we wait. */
  private void deletesSlowly(List<Integer> copies) {
    Iterator<Integer> left = copies.iterator();
    node.handlers.put(
        "/v1/sets/set-1",
        exchange -> {
          boolean deletes = exchange.getRequestMethod().equals("DELETE");
          FakeNode.answer(
              exchange,
              deletes ? 202 : 200,
              deletes ? new SessionReply.Pending(new RequestId("r")) : entry(left.next()));
        });
    node.values.put(
        "/v1/sessions/s-1", ListingTest.session(SessionPhase.RELEASED, true, Optional.empty()));
  }

  private static CatalogueEntry entry(int copies) {
    TreeMap<Volume, ProviderId> left = new TreeMap<>();
    for (int copy = 0; copy < copies; copy++) {
      left.put(new Volume(FakeNode.HOST, "/data" + copy), new ProviderId(FakeNode.HOST, "lvm"));
    }
    return new CatalogueEntry(
        new SetId("set-1"),
        new SessionId("s-1"),
        SetState.DELETED,
        NOW,
        Optional.of(NOW),
        left,
        new TreeSet<>(),
        Optional.of(Grade.CRASH),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void a_deletion_that_takes_long_is_waited_for() {
    deletesSlowly(List.of(2, 0));

    Typed typed = run("delete", "set-1", "--yes");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).isEqualTo("set set-1: 2 copies deleted\n");
    assertThat(node.requests).contains("GET /v1/sessions/s-1?await=over&for=10s");
  }

  @Test
  void a_deletion_that_came_to_nothing_is_no_success() {
    deletesSlowly(List.of(2, 1));

    Typed typed = run("delete", "set-1", "--yes");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("but 1 are still there");
  }
}
