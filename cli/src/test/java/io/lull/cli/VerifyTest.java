package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.Verification;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A set is taken out, looked at and forgotten; what engines say of theirs is tested with them. */
class VerifyTest extends RestoreScene {
  private Typed verify(String... args) throws IOException {
    Path scratch = Files.createDirectories(directory.resolve("scratch"));
    node.values.put(
        "/v1/sets/" + SET,
        new CatalogueEntry(
            SET,
            new SessionId("s-1"),
            SetState.CERTIFIED,
            Instant.EPOCH,
            Optional.empty(),
            new TreeMap<>(),
            new TreeSet<>(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    List<String> all = new ArrayList<>(List.of("--in", scratch.toString()));
    all.addAll(List.of(args));
    Typed typed = run("verify", all.toArray(String[]::new));
    assertThat(scratch).as(typed.err()).isEmptyDirectory();
    assertThat(node.restore.verbs).isEmpty();
    isUntouched();
    return typed;
  }

  private void files() throws IOException {
    saved.clear();
    copies.clear();
    add(ORDERS, live, copy, RestoreMethod.RESTORE_IF_CAN_REPLACE);
  }

  @Test
  void files_without_an_engine_are_read_whole() throws IOException {
    files();

    Typed typed = verify();

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .containsPattern("a/shop#orders +files +read whole; no engine to ask +good");
  }

  @Test
  void an_application_that_nobody_can_ask_is_not_called_good() throws IOException {
    Typed typed = verify("-o", "json");

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.out()).contains("\"good\":false", "\"result\":\"NOT_CHECKED\"");
    assertThat(typed.err()).contains("\"exit\":21", "a/shop#orders could not be checked");
  }

  @Test
  void a_program_of_the_user_has_the_word() throws IOException {
    Typed good = verify("--exec", "sh", "-c", "grep -q good \"$LULL_COPY_0/orders\"");
    Typed bad = verify("--exec", "sh", "-c", "grep -q damaged \"$LULL_COPY_0/orders\"");

    assertThat(good.exit()).as(good.err()).isZero();
    assertThat(bad.exit()).isEqualTo(21);
    assertThat(bad.err()).contains("a/shop#orders is not: --exec: its status is 1");
  }

  @Test
  void a_program_that_takes_too_long_is_ended() throws IOException {
    Typed typed = verify("--timeout", "2s", "--exec", "sleep", "600");

    assertThat(typed.exit()).as(typed.err()).isEqualTo(11);
    assertThat(typed.err().lines().toList().getLast()).contains("the time of --timeout is over");
  }

  @Test
  void a_database_below_a_directory_is_found_by_how_it_begins() throws IOException {
    files();
    Files.writeString(
        Files.createDirectory(copy.resolve("deep")).resolve("any.thing"),
        "SQLite format 3\0and nothing of one");

    Typed typed = verify();

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.out()).containsPattern("sqlite +integrity_check.* of any.thing +(FAILED|NOT)");
  }

  @Test
  void a_server_of_another_version_is_not_asked() throws IOException {
    Files.createDirectory(copy.resolve("pg_wal"));
    Files.writeString(copy.resolve("PG_VERSION"), "99\n");

    Typed typed = verify();

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.out()).containsPattern("postgres +starts and recovers +NOT CHECKED");
    assertThat(typed.err()).contains("could not be checked", "PostgreSQL 99: not installed here");
  }

  @Test
  void a_server_that_would_come_to_what_runs_is_not_started() throws IOException {
    Files.createDirectory(copy.resolve("mysql"));
    Files.writeString(copy.resolve("ibdata1"), "");
    Files.writeString(copy.resolve("mysql.ibd"), "");

    Typed typed = verify();

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.out()).containsPattern("mysql +starts and recovers +NOT CHECKED");
  }

  @Test
  void only_the_component_that_is_named() throws IOException {
    Path mail = Files.createDirectory(directory.resolve("mail"));
    add(
        new ComponentId(new WriterId(FakeNode.HOST, "mail"), "boxes"),
        directory.resolve("elsewhere"),
        mail,
        RestoreMethod.RESTORE_IF_CAN_REPLACE);

    Typed typed = verify("--component", "mail");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("a/mail#boxes").doesNotContain("a/shop");
  }

  @Test
  void what_is_no_component_of_it_is_wrong_input() throws IOException {
    Typed typed = verify("--component", "nobody");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err().lines()).hasSize(1);
    assertThat(typed.err()).contains("it has no 'nobody'");
  }

  @Test
  void a_question_to_nobody_is_wrong_input() throws IOException {
    Typed typed = verify("--query", "SELECT 1", "--expect", "1");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err().lines().toList().getLast()).contains("--query is for, but there are 0");
  }

  @Test
  void a_copy_that_is_gone_is_a_failure() throws IOException {
    Files.delete(copy.resolve("orders"));
    Files.delete(copy);

    Typed typed = verify();

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("expected a copy in a directory of this machine");
  }

  @Test
  void where_nothing_can_be_made_nothing_is_done() throws IOException {
    Typed typed = verify("--in", "none");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("expected a directory to verify in");
  }

  private static final String NOTE = "/v1/sets/" + SET + "/verification";

  private List<Verification> noted() {
    List<Verification> noted = new ArrayList<>();
    node.handlers.put(
        NOTE,
        exchange -> {
          assertThat(exchange.getRequestMethod()).isEqualTo("PUT");
          byte[] body = exchange.getRequestBody().readAllBytes();
          noted.add(Wire.json().read(body, Verification.class));
          FakeNode.answer(exchange, 200, new byte[0]);
        });
    return noted;
  }

  @Test
  void what_was_found_is_kept_with_the_set() throws IOException {
    List<Verification> noted = noted();
    Typed bad = verify();
    files();
    Typed good = verify();

    assertThat(good.out()).doesNotContain("not recorded");
    assertThat(bad.out()).doesNotContain("not recorded");
    assertThat(noted).extracting(Verification::good).containsExactly(false, true);
    assertThat(noted.getFirst().detail())
        .startsWith("a/shop#orders: asking its engine: no data of");
    assertThat(noted.getLast().detail()).isEqualTo("1 check");
  }

  @Test
  void some_of_a_set_that_is_good_says_nothing_of_the_set() throws IOException {
    List<Verification> noted = noted();
    files();

    Typed typed = verify("--component", "shop");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("not recorded: only some of the set was verified");
    assertThat(noted).isEmpty();
  }

  @Test
  void a_set_that_has_ended_with_its_session_is_no_worse_for_that() throws IOException {
    files();
    node.handlers.put(
        NOTE,
        exchange ->
            FakeNode.refuse(
                exchange,
                Fault.expected(
                    Failure.BAD_STATE, "a set that exists", "this one ended with its session")));

    Typed typed = verify("-o", "json");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("\"notRecorded\":", "this one ended with its session");
  }
}
