package io.lull.writer.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.Failure;
import io.lull.writer.WriterRegistry;
import io.lull.writer.database.Calls;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files patterns stand for, and which of them are refused. */
class DatabaseFilesTest {
  @TempDir private Path directory;
  private Place place;

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    place = Place.make();
  }

  @AfterEach
  void end() throws IOException {
    place.close();
  }

  private Path file(String name) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.createFile(path);
  }

  private static SortedSet<Path> find(String... patterns) throws Exception {
    return new DatabaseFiles(Stream.of(patterns).map(Pattern::of).toList()).find();
  }

  @Test
  void names_are_matched_one_by_one_and_two_stars_are_any_number_of_directories() throws Exception {
    Path one = file("one.db");
    Path two = file("a b/two.db");
    Path three = file("a b/c\nd/thrée ?.db");
    file("a b/other.txt");
    assertThat(find(directory + "/*.db")).containsExactly(one);
    assertThat(find(directory + "/**/*.db")).containsExactlyInAnyOrder(one, two, three);
    assertThat(find(directory + "/a*/*.db", directory + "/a b/../one.db"))
        .containsExactlyInAnyOrder(one, two);
    assertThat(find(directory + "/a b/c\nd/*")).containsExactly(three);
    assertThat(find(directory + "/[m-p]?e.db")).containsExactly(one);
    assertThat(find(directory + "/gone/*.db", directory + "/one.db/*")).isEmpty();
  }

  @Test
  void what_sqlite_keeps_beside_a_database_is_none() throws Exception {
    Path one = file("one.db");
    Stream.of("one.db-wal", "one.db-shm", "one.db-journal")
        .forEach(
            name -> {
              try {
                file(name);
              } catch (IOException failed) {
                throw new AssertionError(failed);
              }
            });
    assertThat(find(directory + "/*")).containsExactly(one);
  }

  @Test
  void a_link_is_what_it_leads_to_once_and_no_way_round_in_a_circle() throws Exception {
    Path one = file("data/one.db");
    Files.createSymbolicLink(directory.resolve("link.db"), one);
    Files.createSymbolicLink(directory.resolve("linked"), one.getParent());
    Files.createSymbolicLink(directory.resolve("data/circle"), directory);
    Files.createSymbolicLink(directory.resolve("broken.db"), directory.resolve("nowhere"));
    assertThat(find(directory + "/*.db")).containsExactly(one);
    assertThat(find(directory + "/linked/*.db")).containsExactly(one);
    assertThat(find(directory + "/**/*.db")).containsExactly(one);
  }

  private WriterException refused(String databases, String... more) {
    return Calls.refused(place.writer(databases, more)::describe);
  }

  @Test
  void what_is_no_database_or_has_two_names_or_is_not_there_is_refused() throws Exception {
    Path text = Files.writeString(directory.resolve("text.db"), "name\tvalue\n", UTF_8);
    assertThat(refused(directory + "/*.db")).hasMessageContaining("text.db");
    Files.delete(text);
    assertThat(refused(directory + "/*.db").fault().failure()).isEqualTo(Failure.OBJECT_NOT_FOUND);
    Path one = file("one.db");
    Files.createLink(directory.resolve("two.db"), one);
    assertThat(
            Calls.refused(
                () ->
                    place
                        .writer(directory + "/*.db")
                        .prepareForSnapshot(
                            Calls.set(java.time.Duration.ofSeconds(30)),
                            Calls.volumes(directory),
                            Copies.NONE)))
        .hasMessageContaining("hard links");
  }

  @Test
  void what_the_node_itself_has_open_is_refused() throws Exception {
    Path journal = file("journal.db");
    try (FileChannel open = FileChannel.open(journal, StandardOpenOption.WRITE)) {
      assertThat(refused(directory + "/*.db"))
          .hasMessageContaining("journal.db")
          .hasMessageContaining("this node itself");
      assertThat(open.isOpen()).isTrue();
    }
    assertThat(place.writer(directory + "/*.db").describe().components()).hasSize(1);
  }

  @Test
  void one_that_may_not_be_written_to_is_refused() throws Exception {
    Real.needRoot();
    file("ro/one.db");
    String mount = directory.resolve("ro").toString();
    LoopDevice.run("mount", "--bind", mount, mount);
    try {
      LoopDevice.run("mount", "-o", "remount,bind,ro", mount);
      assertThat(refused(mount + "/*.db").fault().failure()).isEqualTo(Failure.ACCESS_DENIED);
    } finally {
      LoopDevice.run("umount", mount);
    }
  }

  @Test
  void all_directories_have_to_be_in_the_set() throws Exception {
    file("a/one.db");
    file("b c/two.db");
    var writer = place.writer(directory + "/*/*.db");
    assertThat(writer.describe().components().getFirst().volumes())
        .isEqualTo(Calls.volumes(directory.resolve("a"), directory.resolve("b c")));
    assertThat(
            place
                .writer(
                    directory + "/*/*.db", "volumes", directory.toString(), "components", "x, y")
                .describe()
                .components())
        .hasSize(2)
        .allSatisfy(
            component -> assertThat(component.volumes()).isEqualTo(Calls.volumes(directory)));
    WriterException refused =
        Calls.refused(
            () ->
                writer.prepareForSnapshot(
                    Calls.set(java.time.Duration.ofSeconds(30)),
                    Calls.volumes(directory.resolve("a")),
                    Copies.NONE));
    assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_INCONSISTENT_SNAPSHOT);
    assertThat(refused).hasMessageContaining("b c");
  }

  @Test
  void settings_that_nobody_knows_or_that_are_wrong_are_refused() {
    assertThatThrownBy(() -> create(Map.of("database", "/a")))
        .hasMessageContaining("did you mean databases?");
    assertThatThrownBy(() -> create(Map.of("databases", "/a", "port", "1")))
        .hasMessageContaining("known setting");
    assertThatThrownBy(() -> create(Map.of())).hasMessageContaining("databases such as");
    assertThatThrownBy(() -> create(Map.of("databases", "a/*.db")))
        .hasMessageContaining("absolute");
    assertThatThrownBy(() -> create(Map.of("databases", "/[a.db")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void create(Map<String, String> settings) {
    WriterRegistry.load().create("sqlite", Calls.WRITER, settings);
  }
}
