package io.lull.writer.source.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.tar.Archives;
import io.lull.writer.sqlite.Application;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases of an application that never stops writing. */
class SqliteSourceTest {
  @TempDir private Path directory;

  @BeforeEach
  void need() throws Exception {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    directory = directory.toRealPath();
  }

  private StreamSource source(String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("state", directory.resolve("state").toString()));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return new SqliteSourceFactory().create(new HostId("h1"), new InstanceId("app"), all);
  }

  private List<Path> state() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("state/streams/app"))) {
      return files.toList();
    }
  }

  private static StreamFile database(String name) {
    return new StreamFile.DatabaseFile(new DatabaseId(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void a_copy_is_of_one_moment_while_the_application_goes_on(String mode) throws Exception {
    Path path = directory.resolve("app.db");
    try (Application application = Application.writing(path, mode)) {
      Path archive = directory.resolve("a.tar");
      try (OpenSource open = source("databases", path.toString()).begin(StreamKind.FULL)) {
        assertThat(open.facts().logging()).isEqualTo(Logging.CIRCULAR);
        assertThat(open.facts().databases()).containsExactly(new DatabaseId("app.db"));
        try (SourceFile file = open.open(database("app.db"))) {
          application.makesMoves(20);
          Archives.write(file, archive);
          // Nothing that could be left behind has a name.
          assertThat(state()).isEmpty();
        }
        assertThat(open.roll()).isEqualTo(Logs.of(List.of(1L)));
        try (SourceFile log = open.open(new StreamFile.LogFile(1))) {
          Path logs = directory.resolve("log.tar");
          Archives.write(log, logs);
          assertThat(Archives.tar("-tf", logs.toString())).isEmpty();
        }
      }
      Path out = Files.createDirectory(directory.resolve("out"));
      Archives.tar("-xf", archive.toString(), "-C", out.toString());
      assertThat(application.ask("check " + out.resolve("app.db"))).startsWith("ok 100000 ");
      assertThat(application.ask("errors")).startsWith("0 ");
    }
  }

  @Test
  void databases_of_one_name_are_told_apart_by_other_names() throws Exception {
    Path one = Files.createDirectory(directory.resolve("one")).resolve("a b.db");
    Path two = Files.createDirectory(directory.resolve("two")).resolve("a b.db");
    try (Application application = Application.start()) {
      application.make(one, "WAL");
      application.make(two, "DELETE");
    }
    String databases = "first=" + one + ", second=" + two;
    try (OpenSource open = source("databases", databases).begin(StreamKind.COPY)) {
      for (String name : List.of("first", "second")) {
        Path archive = directory.resolve(name + ".tar");
        try (SourceFile file = open.open(database(name))) {
          Archives.write(file, archive);
        }
        assertThat(Archives.tar("-tf", archive.toString())).isEqualTo(name + "\n");
      }
      assertThatThrownBy(() -> open.open(database("third")))
          .isInstanceOfSatisfying(
              SourceException.class,
              e -> assertThat(e.fault().failure()).isEqualTo(Failure.MISSING_FILE_TO_BACKUP));
    }
  }

  @Test
  void a_database_that_cannot_be_copied_fails_when_it_is_read_and_costs_the_others_nothing()
      throws Exception {
    Path one = directory.resolve("one.db");
    Path two = directory.resolve("two.db");
    try (Application application = Application.start()) {
      application.make(one, "DELETE");
      application.make(two, "DELETE");
    }
    try (OpenSource open = source("databases", one + ", " + two).begin(StreamKind.FULL)) {
      Files.delete(one);

      try (SourceFile file = open.open(database("one.db"))) {
        assertThat(file.size()).isPositive();
        assertThatThrownBy(() -> file.read(0, ByteBuffer.allocate(1)))
            .isInstanceOf(SourceException.class)
            .hasMessageContaining(one + ": expected a copy of the database");
      }

      assertThat(state()).isEmpty();
      try (SourceFile file = open.open(database("two.db"))) {
        Archives.write(file, directory.resolve("two.tar"));
      }
    }
  }

  @Test
  void what_a_killed_process_left_is_removed_and_nobody_else_may_look() throws Exception {
    Path path = directory.resolve("app.db");
    try (Application application = Application.start()) {
      application.make(path, "WAL");
    }
    Path left = Files.createDirectories(directory.resolve("state/streams/app"));
    Files.writeString(left.resolve("copy"), "half a copy");
    try (OpenSource open = source("databases", path.toString()).begin(StreamKind.FULL)) {
      assertThat(open.facts().checkpoint()).isEqualTo(1);
      assertThat(state()).isEmpty();
      assertThat(Files.getPosixFilePermissions(left)).hasSize(3);
    }
  }

  @Test
  void what_is_no_database_is_refused() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "no database at all");
    assertThatThrownBy(() -> source("databases", text.toString()).begin(StreamKind.FULL))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(text + ": expected an SQLite database");
    assertThatThrownBy(() -> source("databases", directory + "/none").begin(StreamKind.FULL))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("none");
  }

  @Test
  void settings_are_refused_with_what_was_expected() {
    assertThatThrownBy(this::source).hasMessageContaining("databases such as");
    assertThatThrownBy(() -> source("databases", "app.db")).hasMessageContaining("absolute paths");
    assertThatThrownBy(() -> source("databases", "/a/x.db, /b/x.db"))
        .hasMessageContaining("two x.db");
    assertThatThrownBy(() -> source("databases", "/a/a b"))
        .hasMessageContaining("simple names for databases");
    assertThatThrownBy(() -> source("databases", "/a/x.db", "logs", "all"))
        .hasMessageContaining("logs as none or wal");
    assertThatThrownBy(() -> source("databases", "/a/x.db", "wal-limit", "1"))
        .hasMessageContaining("wal-limit as a size such as");
    assertThatThrownBy(
            () ->
                new SqliteSourceFactory()
                    .create(
                        new HostId("h1"), new InstanceId("app"), Map.of("databases", "/a/x.db")))
        .hasMessageContaining("a directory as state");
  }
}
