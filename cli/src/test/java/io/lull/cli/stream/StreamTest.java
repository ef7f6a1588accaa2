package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeStreams.Act;
import io.lull.cli.Typed;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.session.StreamVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamTest extends StreamScene {
  @Test
  void a_full_backup_is_stored_before_anything_may_go() throws IOException {
    List<Boolean> there = new ArrayList<>();
    streams.before =
        verb -> {
          if (verb instanceof StreamVerb.ConfirmStored) {
            there.add(Files.exists(kept(backups).resolve("manifest.json")));
          }
        };

    Typed typed = good(stream());

    assertThat(called())
        .containsExactly(
            "BeginBackup",
            "GetAttachInfo",
            "OpenFile",
            "CloseFile",
            "GetLogInfo",
            "OpenFile",
            "CloseFile",
            "OpenFile",
            "CloseFile",
            "TruncateLog",
            "EndStream",
            "ConfirmStored");
    assertThat(there).containsExactly(true);
    assertThat(only().resolve("database-orders.tar")).hasBinaryContent(orders());
    assertThat(names(only()))
        .containsExactlyInAnyOrder(
            "database-orders.tar",
            "database-orders.tar.crc32c",
            "log-0000000000000001.tar",
            "log-0000000000000001.tar.crc32c",
            "log-0000000000000002.tar",
            "log-0000000000000002.tar.crc32c",
            "manifest.json");
    assertThat(typed.out()).contains("FULL of a/shop", "3 archives", "logs      2 (1 to 2)");
  }

  @Test
  void a_large_file_is_stored_whole_though_the_disk_writes_meanwhile() throws IOException {
    byte[] large = Tars.tar().file("base/large", content(70 << 20, 2)).end();
    streams.databases.put(ORDERS, large);

    good(stream());

    assertThat(only().resolve("database-orders.tar")).hasBinaryContent(large);
    good(type("stream", "verify", "backups"));
  }

  private static Path kept(Path backups) {
    try (Stream<Path> all = Files.list(backups)) {
      return all.filter(Files::isDirectory).findFirst().orElseThrow();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static List<String> names(Path backup) throws IOException {
    try (Stream<Path> all = Files.list(backup)) {
      return all.map(path -> String.valueOf(path.getFileName())).toList();
    }
  }

  @Test
  void nobody_else_can_read_it() throws IOException {
    good(stream());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(only())))
        .isEqualTo("rwx------");
    try (Stream<Path> all = Files.list(only())) {
      assertThat(all)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void logs_go_once_it_is_confirmed_and_for_a_copy_none_does() {
    streams.checkpoint = 2;
    streams.start();

    good(stream("--copy"));
    assertThat(called()).doesNotContain("TruncateLog");
    assertThat(streams.logs).containsOnlyKeys(1L, 2L);

    good(stream("--keep-logs"));
    assertThat(streams.logs).containsOnlyKeys(1L, 2L);

    good(stream());
    assertThat(streams.logs).doesNotContainKey(1L);
  }

  @Test
  void an_incremental_one_goes_on_where_the_last_one_ends() throws IOException {
    good(stream());
    Path full = only();
    streams.logs.put(3L, Tars.tar().file("log/3", "three").end());

    Typed typed = good(stream("--incremental"));

    assertThat(typed.out()).contains("builds on " + session(full));
    assertThat(kept()).hasSize(2);
    streams.logs.put(4L, Tars.tar().file("log/4", "four").end());
    good(stream("--incremental"));
    assertThat(type("stream", "list", "backups").out().lines()).hasSize(4);
    good(type("stream", "verify", "backups"));
  }

  @Test
  void an_incremental_one_needs_something_to_go_on_from() throws IOException {
    Typed nothing = stream("--incremental");
    assertThat(nothing.exit()).isEqualTo(13);
    assertThat(nothing.err()).contains("E-006 MISSING_FULL_BACKUP", "Take a full backup");
    assertThat(called()).isEmpty();

    good(stream("--copy"));
    assertThat(stream("--incremental").exit()).isEqualTo(13);
    good(stream("--keep-logs"));
    assertThat(stream("--incremental").exit()).isEqualTo(13);
  }

  @Test
  void an_incremental_one_says_when_a_newer_backup_may_be_damaged() throws IOException {
    Path full = fullAndIncremental();
    Path newer = kept().stream().filter(each -> !each.equals(full)).findFirst().orElseThrow();
    Files.delete(newer.resolve("manifest.json"));

    Typed typed = good(stream("--incremental"));

    assertThat(typed.err())
        .contains(
            "building on backup " + session(full) + "; maybe not the newest, because",
            session(newer) + ": expected its manifest, but there is none");
    assertThat(typed.out()).contains("builds on " + session(full));
  }

  @Test
  void an_incremental_one_builds_on_nothing_that_is_seen_to_be_damaged() throws IOException {
    Path full = fullAndIncremental();
    Files.delete(full.resolve("database-orders.tar"));
    streams.verbs.clear();

    Typed typed = stream("--incremental");

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.err())
        .contains("database-orders.tar is damaged: expected a file there", "without --incremental");
    assertThat(called()).isEmpty();
  }

  @Test
  void logs_that_went_into_another_directory_are_missed_before_anything_goes() throws IOException {
    good(stream());
    streams.logs.put(3L, Tars.tar().file("log/3", "three").end());
    streams.logs.put(4L, Tars.tar().file("log/4", "four").end());
    good(type("stream", SHOP, "--to", "elsewhere"));
    streams.logs.remove(3L);
    streams.logs.put(5L, Tars.tar().file("log/5", "five").end());
    streams.verbs.clear();

    Typed typed = stream("--incremental");

    assertThat(typed.exit()).isEqualTo(13);
    assertThat(typed.err()).contains("expected logs that go on from log 2", "Take a full backup");
    assertThat(called()).doesNotContain("TruncateLog");
    assertThat(streams.logs).containsKey(5L);
    assertThat(kept()).hasSize(1);
    assertThat(streams.instance().stream()).isEmpty();
  }

  @Test
  void who_stopped_it_is_told_and_nothing_is_kept() throws IOException {
    streams.mischief =
        (file, offset) -> {
          if (offset == 2 << 20) {
            streams.stop();
          }
          return Act.SEND;
        };

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err())
        .contains("E-010 BACKUP_ABORTED_BY_SERVER", "the stream ended as ABORTED_BY_SERVER");
    assertThat(kept()).isEmpty();
    assertThat(called()).endsWith("EndStream").doesNotContain("TruncateLog", "ConfirmStored");
    assertThat(streams.instance().stream()).isEmpty();
    assertThat(streams.logs).containsOnlyKeys(1L, 2L);
  }

  @Test
  void what_somebody_gave_up_before_it_was_confirmed_is_no_backup() throws IOException {
    streams.refusal =
        verb ->
            verb instanceof StreamVerb.ConfirmStored
                ? Optional.of(
                    Fault.expected(
                        Failure.BACKUP_ABORTED_BY_CALLER, "a stream to the end", "given up"))
                : Optional.empty();

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("BACKUP_ABORTED_BY_CALLER");
    assertThat(kept()).isEmpty();
    assertThat(streams.logs).containsOnlyKeys(1L, 2L);
  }

  @Test
  void a_stop_between_two_calls_is_told_as_well() throws IOException {
    streams.before =
        verb -> {
          if (verb instanceof StreamVerb.PassOn pass
              && pass.call().getClass().getSimpleName().equals("TruncateLog")) {
            streams.stop();
          }
        };

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("ABORTED_BY_SERVER");
    assertThat(kept()).isEmpty();
    assertThat(streams.instance().stream()).isEmpty();
  }

  @Test
  void a_stop_before_the_end_is_told_by_the_end() throws IOException {
    streams.before =
        verb -> {
          if (verb instanceof StreamVerb.PassOn pass
              && pass.call().getClass().getSimpleName().equals("EndStream")) {
            streams.stop();
          }
        };

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(10);
    assertThat(typed.err()).contains("it ended as ABORTED_BY_SERVER");
    assertThat(kept()).isEmpty();
  }

  @Test
  void stops_are_commands_of_their_own() {
    assertThat(good(type("stop-backup", "shop")).out())
        .isEqualTo("nothing was under way on shop\n");
    good(type("stop-backup", "a/shop"));
    assertThat(good(type("stop-backup")).out()).isEqualTo("nothing was under way\n");
    assertThat(good(type("stop-service", "a/shop")).out())
        .isEqualTo("no stream begins any more on a/shop\n");

    assertThat(node.requests)
        .contains(
            "POST /v1/instances/a/shop/stop-backup",
            "POST /v1/stop-backup",
            "POST /v1/instances/a/shop/stop-service");
    Typed barred = stream();
    assertThat(barred.exit()).isEqualTo(13);
    assertThat(barred.err()).contains("E-012 CLIENT_REQUEST_TO_STOP_SERVICE");
  }

  @Test
  void whoever_stops_is_told_what_he_has_met_and_how_it_is_freed() throws IOException {
    List<Typed> stops = new ArrayList<>();
    streams.mischief =
        (file, offset) -> {
          if (offset == 2 << 20) {
            stops.add(type("stop-backup", "shop"));
            stops.add(type("stop-backup"));
            stops.add(type("stop-service", "shop"));
          }
          return Act.SEND;
        };

    assertThat(stream().exit()).isEqualTo(10);

    assertThat(stops).hasSize(3);
    assertThat(good(stops.get(0)).out())
        .containsPattern("^stopped (stream-\\S+) on shop; .*'lull abort \\1'");
    assertThat(good(stops.get(1)).out()).startsWith("stopped stream-");
    assertThat(good(stops.get(2)).out())
        .startsWith("no stream begins any more on shop; stopped stream-");
  }

  @Test
  void an_instance_is_found_by_its_name_or_not_at_all() {
    assertThat(type("instances").out()).contains("a/shop", "postgres", "NOT_STARTED");
    good(type("stream", "shop", "--to", "backups"));
    Typed unknown = type("stream", "mail", "--to", "backups");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no 'mail'", "'lull instances --node ");
  }

  @Test
  void a_target_in_which_no_directory_can_be_made_is_wrong_input() throws IOException {
    Files.writeString(directory.resolve("file"), "x");

    for (String to : List.of("file", "file/below", "/proc/below")) {
      Typed typed = type("stream", SHOP, "--to", to);
      assertThat(typed.exit()).as(typed.err()).isEqualTo(2);
      assertThat(typed.err()).contains("expected to make a directory at ", "Name another");
    }
    assertThat(type("stream", SHOP, "--to", "file").err()).contains("file is no directory");
    assertThat(streams.verbs).isEmpty();
  }

  @Test
  void what_cannot_be_meant_is_refused() {
    assertThat(type("stream", SHOP).exit()).isEqualTo(2);
    assertThat(type("stream", "--to", "x").exit()).isEqualTo(2);
    assertThat(stream("--copy", "--incremental").exit()).isEqualTo(2);
    assertThat(stream("--rate", "fast").err()).contains("such as 50M");
    assertThat(stream("--compress", "lzma").err()).contains("expected zstd");
    assertThat(stream("--compress", "zstd:77").err()).contains("a level of 1 to 19");
    assertThat(streams.verbs).isEmpty();
  }

  @Test
  void an_archive_that_could_not_be_restored_is_no_backup() throws IOException {
    streams.databases.put(ORDERS, Tars.tar().file("../passwd", "x").end());

    Typed typed = stream();

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("without empty, '.' or '..' parts", "../passwd");
    assertThat(kept()).isEmpty();
    assertThat(streams.instance().stream()).isEmpty();
  }

  @Test
  void json_is_for_programs() {
    Typed typed = good(stream("-o", "json"));
    assertThat(typed.out()).contains("\"kind\":\"FULL\"", "\"confirmed\":true");
    Typed wrong = type("stream", "mail", "--to", "backups", "-o", "json");
    assertThat(wrong.err()).contains("\"exit\":2");
  }

  @Test
  void a_node_that_is_started_anew_is_shown_its_new_token() throws IOException {
    Path token = directory.resolve("token");
    Files.writeString(token, "first");
    streams.mischief =
        (_, _) -> {
          Files.writeString(token, "second");
          return Act.SEND;
        };

    good(stream("--token-file", "token"));

    assertThat(node.tokens).startsWith("Bearer first").endsWith("Bearer second");
  }

  @Test
  void a_rate_is_kept() {
    long began = System.nanoTime();

    good(stream("--rate", "8M"));

    // Of a little more than three MiB all but the last block had to wait for its turn.
    assertThat(System.nanoTime() - began).isGreaterThan(370_000_000L);
    assertThat(streams.offsets).hasSize(3);
    assertThat(streams.verbs.getFirst()).isInstanceOf(StreamVerb.BeginBackup.class);
    assertThat(new StreamFile.DatabaseFile(ORDERS)).hasToString("database orders");
  }
}
