package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.Forecast;
import io.lull.wire.api.PlanView;
import io.lull.wire.api.Plans;
import io.lull.wire.api.SessionView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlansTest {
  private static final PlanView NIGHTLY =
      new PlanView(
          "nightly",
          Sorted.map(Map.of("tier", "gold")),
          List.of("db1/*"),
          List.of("db1/cache"),
          List.of(),
          true,
          BackupType.FULL,
          Grade.APPLICATION,
          Limits.defaults(),
          Optional.of("/usr/local/sbin/quiet"),
          Optional.empty(),
          Sorted.map(Map.of("ops", "https://hooks.example/…")));

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();
  private final List<BackupOrder> orders = new ArrayList<>();

  @AfterEach
  void close() {
    node.close();
  }

  /** Has the node know the plan, and its run end in this way. */
  private void planned(Optional<Fault> failure, Optional<Grade> grade) {
    node.values.put("/v1/plans/nightly", NIGHTLY);
    SessionView begun = ListingTest.session(SessionPhase.INITIALIZED, false, Optional.empty());
    SessionView over = ListingTest.session(SessionPhase.RELEASED, true, failure);
    node.handlers.put(
        "/v1/backups",
        exchange -> {
          byte[] order = exchange.getRequestBody().readAllBytes();
          if (exchange.getRequestURI().getPath().equals("/v1/backups")) {
            orders.add(Wire.json().read(order, BackupOrder.class));
          }
          FakeNode.answer(exchange, 201, begun);
        });
    node.values.put(
        "/v1/sessions/" + new SessionId("s-1"),
        new SessionView(
            over.session(),
            over.version(),
            over.phase(),
            true,
            over.epoch(),
            over.lowest(),
            over.began(),
            over.changed(),
            grade.flatMap(_ -> over.set()),
            grade,
            failure,
            new TreeSet<>(),
            new TreeSet<>()));
    node.handlers.put("/v1/sets/set-1/copies", exchange -> FakeNode.answer(exchange, 404, "none"));
  }

  private Typed backup(String... args) {
    List<String> all = new ArrayList<>(List.of("backup"));
    all.addAll(List.of(args));
    return Typed.at(node, directory, all.toArray(String[]::new));
  }

  @Test
  void are_listed_with_what_they_say() {
    node.values.put("/v1/plans", new Plans(List.of(NIGHTLY)));

    Typed typed = Typed.at(node, directory, "plans");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains(
            "nightly", "tier=gold db1/*", "db1/cache", "full", "/usr/local/sbin/quiet", "ops");
    assertThat(
            Wire.json()
                .read(
                    Typed.at(node, directory, "plans", "-o", "json")
                        .out()
                        .getBytes(StandardCharsets.UTF_8),
                    Plans.class)
                .plans())
        .containsExactly(NIGHTLY);
  }

  @Test
  void a_dry_run_of_one_says_what_it_is_of_and_orders_nothing() {
    planned(Optional.empty(), Optional.of(Grade.APPLICATION));

    Typed typed = backup("nightly", "--dry-run");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("tier=gold db1/*", "lull rehearse nightly");
    assertThat(backup("--plan", "nightly", "--dry-run", "-o", "yaml").out())
        .contains("name: nightly");
    assertThat(orders).isEmpty();
    assertThat(node.requests).noneMatch(request -> request.startsWith("POST"));
    assertThat(backup("--plan", "none", "--dry-run").exit()).isEqualTo(2);
  }

  @Test
  void a_word_that_the_node_knows_as_a_plan_is_one() {
    planned(Optional.empty(), Optional.of(Grade.APPLICATION));

    Typed typed = backup("nightly");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(orders).singleElement().satisfies(o -> assertThat(o.plan()).contains("nightly"));
    assertThat(typed.out()).contains("grade    APPLICATION");
  }

  @Test
  void a_plan_that_comes_to_nothing_exits_with_its_failure() {
    planned(Optional.of(Fault.of(Failure.COMMAND_FAILED, "the dump is broken")), Optional.empty());

    Typed typed = backup("--plan", "nightly");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("L-405 COMMAND_FAILED: the dump is broken");
  }

  @Test
  void a_word_that_is_a_plan_and_a_directory_is_not_guessed_at() throws IOException {
    planned(Optional.empty(), Optional.of(Grade.APPLICATION));
    Files.createDirectory(directory.resolve("nightly"));

    Typed typed = backup("nightly");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("'nightly' is both", "--plan nightly", "./nightly");
    assertThat(orders).isEmpty();
    assertThat(backup("--plan", "nightly").exit()).isZero();
  }

  @Test
  void a_directory_is_one_where_no_plan_has_its_name() throws IOException {
    Files.createDirectory(directory.resolve("shop"));

    Typed typed = backup("shop", "--no-writers");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("a:" + directory + "/shop");
  }

  @Test
  void a_path_with_a_slash_is_never_a_plan() throws IOException {
    planned(Optional.empty(), Optional.of(Grade.APPLICATION));
    Files.createDirectory(directory.resolve("nightly"));

    assertThat(backup("./nightly", "--no-writers").exit()).isZero();
    assertThat(orders).isEmpty();
  }

  @Test
  void a_word_that_is_nothing_begins_nothing() {
    Typed typed = backup("nigthly");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("'nigthly' is neither", "'lull plans --node ");
    assertThat(node.verbs).isEmpty();
  }

  @Test
  void a_plan_says_all_of_it() {
    planned(Optional.empty(), Optional.of(Grade.APPLICATION));

    assertThat(backup("nightly", "--to", "out").exit()).isEqualTo(2);
    assertThat(backup("--plan", "nightly", "/data").exit()).isEqualTo(2);
    assertThat(orders).isEmpty();
  }

  private void rehearsed(Optional<Fault> failure, Forecast.Stand... stands) {
    rehearsed(failure, Optional.empty(), stands);
  }

  private void rehearsed(
      Optional<Fault> failure, Optional<Fault> shortfall, Forecast.Stand... stands) {
    planned(failure, Optional.empty());
    node.handlers.put("/v1/rehearsals", node.handlers.get("/v1/backups"));
    node.values.put(
        "/v1/sessions/s-1/forecast",
        new Forecast(
            new SessionId("s-1"),
            Duration.ofMillis(20),
            Duration.ofSeconds(10),
            failure,
            shortfall,
            List.of(stands)));
  }

  private static Forecast.Stand stand(String name, int lease, int most, Optional<Fault> fault) {
    boolean held = fault.isEmpty();
    return new Forecast.Stand(
        new WriterId(FakeNode.HOST, name),
        Duration.ofSeconds(lease),
        Optional.of(Duration.ofMillis(3)).filter(_ -> held),
        Optional.of(Duration.ofMillis(7)).filter(_ -> held),
        Optional.of(Duration.ofSeconds(most)).filter(_ -> held),
        held && most <= lease,
        fault);
  }

  @Test
  void a_rehearsal_says_how_long_whom_a_backup_would_hold() {
    rehearsed(Optional.empty(), stand("db", 60, 10, Optional.empty()));

    Typed typed = Typed.at(node, directory, "rehearse", "nightly");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("no copy was made", "a/db    3.0 ms       7.0 ms", "10000.0 ms", "fits");
  }

  @Test
  void a_rehearsal_names_the_writer_that_would_break_its_limit() {
    rehearsed(
        Optional.empty(),
        stand("db", 60, 10, Optional.empty()),
        stand("web", 5, 10, Optional.empty()));

    Typed typed = Typed.at(node, directory, "rehearse", "nightly");

    assertThat(typed.exit()).isEqualTo(11);
    assertThat(typed.out().lines().filter(line -> line.contains("WOULD BREAK ITS LIMIT")))
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("a/web"));
  }

  @Test
  void a_rehearsal_foretells_that_the_set_would_be_refused() {
    Fault fault = Fault.of(Failure.GRADE_OUT_OF_REACH, "a:/data: a/btrfs cannot: it is ext4");
    rehearsed(Optional.empty(), Optional.of(fault), stand("db", 60, 10, Optional.empty()));

    Typed typed = Typed.at(node, directory, "rehearse", "nightly");

    assertThat(typed.exit()).isEqualTo(13);
    assertThat(typed.out()).contains("a/db    3.0 ms");
    assertThat(typed.err()).contains("a/btrfs cannot: it is ext4");
  }

  @Test
  void a_rehearsal_that_fails_exits_as_the_backup_would() {
    Fault fault = Fault.of(Failure.FREEZE_DEADLINE, "too slow");
    rehearsed(Optional.of(fault), stand("db", 60, 10, Optional.of(fault)));

    Typed typed = Typed.at(node, directory, "rehearse", "nightly");

    assertThat(typed.exit()).isEqualTo(11);
    assertThat(typed.out()).contains("FAILED: L-202 FREEZE_DEADLINE: too slow");
    assertThat(typed.err()).contains("L-202 FREEZE_DEADLINE");
  }
}
