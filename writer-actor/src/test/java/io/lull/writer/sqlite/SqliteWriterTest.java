package io.lull.writer.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.writer.HandlerResult;
import io.lull.writer.database.Calls;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real databases of another program, from their description to a copy that opens. */
class SqliteWriterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private Place place;

  @BeforeEach
  void begin() throws Exception {
    directory = directory.toRealPath();
    place = Place.make();
  }

  @AfterEach
  void end() throws Exception {
    place.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE", "TRUNCATE", "PERSIST"})
  void writes_wait_and_every_copy_is_exactly_what_was_there(String mode) throws Exception {
    Path path = directory.resolve("bank.db");
    try (Application bank = Application.writing(path, mode);
        Application reader = Application.start()) {
      reader.ask("open " + path);
      Writer writer = place.writer(directory + "/*.db");
      assertThat(writer.describe().kind()).isEqualTo(HoldKind.APPLICATION_AND_FILES);
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      bank.makesMoves(50);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      long moved = bank.moves();
      String frozen = bank.digest();
      for (int seed = 0; seed < 6; seed++) {
        Path copy = copy(path, seed, reader);
        assertThat(reader.check(copy)).isEqualTo("ok 100000 " + frozen);
      }
      assertThat(bank.digest()).isEqualTo(frozen);
      // One that was under way may have been counted since.
      assertThat(bank.moves()).isBetween(moved, moved + 1);
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      bank.makesMoves(50);
      assertThat(bank.ask("errors")).startsWith("0 ");
      assertThat(writer.postSnapshot(set, Copies.NONE)).isEqualTo(new HandlerResult.Done());
    }
  }

  /** File by file, in pieces and in an order that chance picks, while somebody checkpoints. */
  private Path copy(Path path, int seed, Application reader) throws Exception {
    Random random = new Random(seed);
    Path copies = Files.createDirectory(directory.resolve("copy " + seed));
    List<Path> files = new ArrayList<>();
    try (var all = Files.newDirectoryStream(directory, "bank.db*")) {
      all.forEach(files::add);
    }
    java.util.Collections.shuffle(files, random);
    for (Path file : files) {
      // By a process of its own, as a provider in this one would drop no lock of the guard's.
      new ProcessBuilder(
              "dd",
              "bs=1024",
              "status=none",
              "if=" + file,
              "of=" + copies.resolve(file.getFileName()))
          .start()
          .waitFor();
      reader.ask("checkpoint");
    }
    return copies.resolve(path.getFileName());
  }

  @Test
  void a_long_transaction_is_waited_for_until_the_lease_is_over_and_not_hurt() throws Exception {
    Path path = directory.resolve("slow.db");
    try (Application slow = Application.start();
        Application other = Application.writing(directory.resolve("other.db"), "WAL")) {
      slow.make(path, "WAL");
      Writer writer = place.writer(directory + "/*.db");
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      slow.ask("BEGIN IMMEDIATE");
      slow.ask("INSERT INTO move VALUES (7)");
      WriterException refused =
          Calls.refused(() -> writer.freeze(set, Calls.lease(Duration.ofSeconds(2))));
      assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_TIMEOUT);
      assertThat(refused).hasMessageContaining("slow.db").hasMessageContaining("fuser");
      other.makesMoves(10);
      assertThat(other.ask("errors")).startsWith("0 ");
      assertThat(slow.ask("COMMIT")).isEqualTo("done");
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    }
  }

  @Test
  void who_writes_to_two_at_once_is_not_waited_for_in_a_circle() throws Exception {
    Path one = directory.resolve("one.db");
    Path two = directory.resolve("two.db");
    try (Application both = Application.start()) {
      both.make(one, "DELETE");
      both.make(two, "DELETE");
      // In the other order than the writer's.
      both.ask("both " + two + "|" + one);
      both.makesMoves(10);
      Writer writer = place.writer(directory + "/*.db");
      for (int round = 0; round < 10; round++) {
        HandlerContext set = Calls.set(LIMIT);
        writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
        both.makesMoves(3);
        Hold hold = writer.freeze(set, Calls.lease(LIMIT));
        assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      }
      assertThat(both.ask("errors")).startsWith("0 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void exclusive_locking_is_found_before_anybody_stands_still(String mode) throws Exception {
    Path path = directory.resolve("mine.db");
    try (Application exclusive = Application.start()) {
      exclusive.make(path, mode);
      exclusive.ask("PRAGMA locking_mode=EXCLUSIVE");
      assertThat(exclusive.ask("INSERT INTO move VALUES (1)")).isEqualTo("done");
      WriterException refused = Calls.refused(place.writer(path.toString())::describe);
      assertThat(refused).hasMessageContaining("mine.db").hasMessageContaining("EXCLUSIVE");
    }
  }

  @Test
  void another_file_of_the_same_name_is_refused() throws Exception {
    Path path = directory.resolve("swapped.db");
    try (Application application = Application.start()) {
      application.make(path, "DELETE");
      application.make(directory.resolve("other.sqlite"), "DELETE");
      Writer writer = place.writer(path.toString());
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      Files.move(directory.resolve("other.sqlite"), directory.resolve("moved"));
      Files.delete(path);
      Files.move(directory.resolve("moved"), path);
      assertThat(Calls.failure(() -> writer.freeze(set, Calls.lease(LIMIT))))
          .isEqualTo(Failure.WRITER_NON_RETRYABLE);
    }
  }

  @Test
  void one_that_is_replaced_in_the_hold_is_not_attested() throws Exception {
    Path path = directory.resolve("replaced.db");
    try (Application application = Application.start()) {
      application.make(directory.resolve("new"), "DELETE");
      application.make(path, "DELETE");
      Writer writer = place.writer(path.toString());
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      Files.move(directory.resolve("new"), path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE"})
  void who_writes_without_a_lock_is_found_out(String mode) throws Exception {
    Path path = directory.resolve("unlocked.db");
    try (Application application = Application.start()) {
      application.make(path, mode);
      Writer writer = place.writer(path.toString());
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      assertThat(application.ask("unlocked " + path)).isEqualTo("written");
      assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    }
  }

  @Test
  void one_that_came_since_it_was_prepared_fails_the_freeze_and_lets_go() throws Exception {
    Path path = directory.resolve("old.db");
    try (Application old = Application.writing(path, "WAL");
        Application late = Application.start()) {
      Writer writer = place.writer(directory + "/**/*.db");
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      Path below = Files.createDirectory(directory.resolve("below"));
      late.make(below.resolve("late.db"), "WAL");
      WriterException refused =
          Calls.refused(() -> writer.freeze(set, Calls.lease(Duration.ofMinutes(5))));
      assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_RETRYABLE);
      assertThat(refused).hasMessageContaining("late.db");
      old.makesMoves(10);
      assertThat(writer.leftBehind()).isEmpty();
    }
  }

  @Test
  void one_that_was_made_in_the_hold_is_no_part_of_a_good_set() throws Exception {
    try (Application application = Application.start()) {
      application.make(directory.resolve("old.db"), "WAL");
      Writer writer = place.writer(directory + "/*.db");
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      application.make(directory.resolve("late.db"), "WAL");
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      assertThat(writer.postSnapshot(set, Copies.NONE))
          .isInstanceOfSatisfying(
              HandlerResult.Failed.class,
              failed -> assertThat(failed.fault().detail()).contains("late.db"));
    }
  }

  @Test
  void an_empty_one_stays_empty() throws Exception {
    Path path = Files.createFile(directory.resolve("empty.db"));
    try (Application application = Application.start()) {
      application.ask("open " + path);
      application.ask("PRAGMA busy_timeout=100");
      Writer writer = place.writer(path.toString());
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      assertThat(application.ask("CREATE TABLE t(x)")).contains("locked");
      assertThat(application.ask("PRAGMA journal_mode=WAL")).contains("locked");
      assertThat(Files.size(path)).isZero();
      assertThat(directory.resolve("empty.db-journal")).doesNotExist();
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      assertThat(application.ask("CREATE TABLE t(x)")).isEqualTo("done");
    }
  }

  @Test
  void its_hold_is_ended_by_its_token_and_by_no_other_and_by_its_lease() throws Exception {
    try (Application bank = Application.writing(directory.resolve("a.db"), "WAL")) {
      Writer writer = place.writer(directory + "/a.db");
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      Lease lease = Calls.lease(LIMIT);
      var _ = writer.freeze(set, lease);
      assertThat(Calls.failure(() -> writer.freeze(set, Calls.lease(LIMIT))))
          .isEqualTo(Failure.HOLD_REFUSED);
      writer.describe();
      assertThat(writer.thaw(Calls.lease(LIMIT).token())).isEqualTo(HoldEnd.NOT_HELD);
      assertThat(writer.thaw(lease.token())).isEqualTo(HoldEnd.HELD);
      Hold second = writer.freeze(set, Calls.lease(Duration.ofSeconds(1)));
      bank.makesMoves(1);
      assertThat(second.end()).isEqualTo(HoldEnd.LAPSED);
      assertThat(bank.ask("errors")).startsWith("0 ");
    }
  }

  @Test
  void a_thousand_are_held_at_once() throws Exception {
    try (Application application = Application.start()) {
      assertThat(application.ask("many " + directory)).isEqualTo("made");
      Writer writer = place.writer(directory + "/*.db");
      long began = System.nanoTime();
      writer.describe();
      long described = System.nanoTime();
      HandlerContext set = Calls.set(LIMIT);
      writer.prepareForSnapshot(set, Calls.volumes(directory), Copies.NONE);
      List<String> times = new ArrayList<>();
      times.add("Identify %d ms".formatted((described - began) / 1_000_000));
      times.add("PrepareForSnapshot %d ms".formatted((System.nanoTime() - described) / 1_000_000));
      for (int round = 0; round < 5; round++) {
        long asked = System.nanoTime();
        Hold hold = writer.freeze(set, Calls.lease(LIMIT));
        long held = System.nanoTime();
        times.add("guard %d KiB".formatted(place.guardKibibytes()));
        long ends = System.nanoTime();
        assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
        times.add(
            "Freeze %d ms, Thaw %d ms"
                .formatted((held - asked) / 1_000_000, (System.nanoTime() - ends) / 1_000_000));
      }
      times.add("guard afterwards %d KiB".formatted(place.guardKibibytes()));
      System.out.println("1,000 databases: " + String.join("; ", times));
      application.make(directory.resolve("one more.db"), "WAL");
      assertThat(Calls.refused(writer::describe)).hasMessageContaining("at most 1000");
    }
  }
}
