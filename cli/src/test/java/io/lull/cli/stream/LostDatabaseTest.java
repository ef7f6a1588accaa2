package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.Typed;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the others when one database cannot be read. */
class LostDatabaseTest extends StreamScene {
  private static final DatabaseId USERS = new DatabaseId("users");

  @BeforeEach
  void twoDatabases() {
    streams.source = "sqlite";
    streams.databases.put(USERS, Tars.tar().file("users", content(2 << 20, 2)).end());
    streams.start();
  }

  private void unreadable(StreamFile file, long from) {
    streams.unreadable =
        (read, offset) ->
            read.equals(file) && offset >= from
                ? Optional.of(Fault.expected(Failure.SOURCE_FAILED, "to read " + file, "got EIO"))
                : Optional.empty();
  }

  private void unreadable(DatabaseId database, long from) {
    unreadable(new StreamFile.DatabaseFile(database), from);
  }

  private Typed withoutOrders() throws IOException {
    Typed typed = stream();

    assertThat(typed.exit()).as(typed.toString()).isEqualTo(12);
    assertThat(typed.err()).contains("database orders is left out: expected to read", "got EIO");
    assertThat(typed.out()).contains("LOST      database orders: could not be read");
    assertThat(only().resolve("database-orders.tar")).doesNotExist();
    assertThat(only().resolve("database-users.tar")).hasBinaryContent(streams.databases.get(USERS));
    assertThat(only().resolve("manifest.json")).content().contains("\"lost\":[\"orders\"]");
    assertThat(streams.instance().lastEnd().orElseThrow().outcome())
        .isEqualTo(StreamOutcome.COMPLETED);
    return typed;
  }

  @Test
  void a_database_that_cannot_be_read_is_left_out_and_named() throws IOException {
    unreadable(ORDERS, 2 << 20);
    withoutOrders();
  }

  @Test
  void so_is_one_of_which_nothing_can_be_read() throws IOException {
    unreadable(ORDERS, 0);
    withoutOrders();
  }

  @Test
  void a_restore_says_what_is_not_there() throws IOException {
    streams.logs.put(2L, Tars.tar().file(".lull/wal/orders/2", "of all databases").end());
    unreadable(ORDERS, 2 << 20);
    withoutOrders();

    good(type("stream", "verify", "backups"));
    assertThat(type("stream", "list", "backups", "-o", "json").out())
        .contains("\"lost\":[\"orders\"]");
    Typed restored = type("stream", "restore", "backups", "--to", "new");
    assertThat(restored.exit()).as(restored.toString()).isEqualTo(12);
    assertThat(restored.out()).contains("LEFT OUT  database orders: could not be read");
    assertThat(directory.resolve("new/users")).exists();
    assertThat(directory.resolve("new/base")).doesNotExist();
  }

  @Test
  void nothing_builds_on_a_backup_that_lacks_a_database() throws IOException {
    unreadable(ORDERS, 2 << 20);
    withoutOrders();

    Typed incremental = stream("--incremental");

    assertThat(incremental.exit()).isEqualTo(13);
    assertThat(incremental.err()).contains("MISSING_FULL_BACKUP");
  }

  @Test
  void an_incremental_one_says_that_it_builds_on_an_older_backup_that_lacks_none()
      throws IOException {
    good(stream());
    Path whole = only();
    unreadable(ORDERS, 2 << 20);
    assertThat(stream().exit()).isEqualTo(12);
    Path newer = kept().stream().filter(each -> !each.equals(whole)).findFirst().orElseThrow();
    streams.unreadable = (_, _) -> Optional.empty();
    streams.logs.put(3L, Tars.tar().file("log/3", "three").end());

    Typed typed = good(stream("--incremental"));

    assertThat(typed.err())
        .contains(
            "building on backup " + session(whole) + ", not on the newer " + session(newer),
            "lacks [orders]");
    assertThat(typed.out()).contains("builds on " + session(whole));
  }

  private void isUndone() throws IOException {
    Typed typed = stream();

    assertThat(typed.exit())
        .as(typed.toString())
        .isEqualTo(Failure.SOURCE_FAILED.exitCode().number());
    assertThat(typed.err()).contains("got EIO");
    assertThat(kept()).isEmpty();
    assertThat(streams.logs).containsOnlyKeys(1L, 2L);
    assertThat(streams.instance().stream()).isEmpty();
  }

  @Test
  void a_backup_without_any_database_is_none() throws IOException {
    streams.databases.remove(USERS);
    streams.start();
    unreadable(ORDERS, 2 << 20);
    isUndone();
  }

  @Test
  void nor_is_one_of_a_server_without_a_part_of_it() throws IOException {
    streams.source = "postgres";
    streams.start();
    unreadable(ORDERS, 2 << 20);
    isUndone();
  }

  @Test
  void nor_is_one_without_a_log() throws IOException {
    unreadable(new StreamFile.LogFile(2), 0);
    isUndone();
  }
}
