package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.Typed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnpackTest extends StreamScene {
  private Typed restore(String... more) {
    List<String> args = new ArrayList<>(List.of("stream", "restore", "backups", "--to", "new"));
    args.addAll(List.of(more));
    return type(args.toArray(String[]::new));
  }

  private Path restored(String name) {
    return directory.resolve("new").resolve(name);
  }

  private void archive(byte[] archive) {
    streams.databases.put(ORDERS, archive);
  }

  /** Such an archive is not even stored. */
  private void isRefused(byte[] archive, String said) throws IOException {
    archive(archive);
    Typed typed = stream();
    assertThat(typed.exit()).as(typed.err()).isEqualTo(1);
    assertThat(typed.err()).contains(said).doesNotContain("Exception");
    assertThat(kept()).isEmpty();
  }

  @Test
  void names_that_lead_elsewhere_are_refused() throws IOException {
    for (String name : List.of("/etc/x", "a/../../x", "..", "./x", "a//x", "", "a/./b")) {
      isRefused(Tars.tar().file(name, "x").end(), "without empty, '.' or '..' parts");
    }
    isRefused(Tars.tar().pax("path", "../" + "x".repeat(200)).file("x", "x").end(), "'..' parts");
    isRefused(Tars.tar().pax("path", "a\0b").file("x", "x").end(), "'..' parts");
  }

  @Test
  void what_is_no_archive_is_refused() throws IOException {
    isRefused("x".repeat(2048).getBytes(StandardCharsets.UTF_8), "the header");
    isRefused(Tars.tar().file("x", "x").cut(512), "all of an archive");
    isRefused(Tars.tar().entry("x", '0', "", new byte[0], 1L << 32, 0600).end(), "fits into");
    isRefused(Tars.tar().entry("x", '1', "y", new byte[0], 0, 0600).end(), "a symbolic link");
    isRefused(Tars.tar().entry("x", '3', "", new byte[0], 0, 0600).end(), "a symbolic link");
    isRefused(Tars.tar().pax("size", "-1").file("x", "x").end(), "fits into");
    isRefused(Tars.tar().pax("size", "many").file("x", "x").end(), "a number as size");
    isRefused(new byte[0], "all of an archive");
  }

  @Test
  void nothing_is_put_through_a_link_or_over_another_kind() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    archive(
        Tars.tar().link("away", outside.toString()).file("away/planted", "x").file("x", "x").end());
    good(stream());

    Typed typed = restore();

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(outside).isEmptyDirectory();
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void a_link_in_one_archive_is_none_that_another_one_could_use() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    archive(Tars.tar().link("away", outside.toString()).end());
    streams.logs.put(2L, Tars.tar().file("away/planted", "x").end());
    good(stream());

    assertThat(restore().exit()).isEqualTo(1);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void everything_is_as_it_was() throws IOException {
    String strange = "k\u00e4se \n'x'/" + "long".repeat(40);
    archive(
        Tars.tar()
            .directory("d", 0555)
            .file("d/program", new byte[] {1, 2}, 04755)
            .file(strange, "x")
            .pax("mtime", "1700000000.123456789")
            .file("times", "x")
            .directory("empty", 0700)
            .link("link", "/somewhere/else")
            .link("beside", "d/program")
            .end());
    good(stream());

    good(restore());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(restored("d"))))
        .isEqualTo("r-xr-xr-x");
    assertThat((int) Files.getAttribute(restored("d/program"), "unix:mode") & 07777)
        .isEqualTo(04755);
    assertThat(restored(strange)).hasContent("x");
    assertThat(Files.getLastModifiedTime(restored("times")).toInstant())
        .isEqualTo("2023-11-14T22:13:20.123456789Z");
    assertThat(Files.getLastModifiedTime(restored("d")).toInstant())
        .isEqualTo("2023-11-14T22:13:20Z");
    assertThat(restored("empty")).isEmptyDirectory();
    assertThat(Files.readSymbolicLink(restored("link"))).isEqualTo(Path.of("/somewhere/else"));
    assertThat(Files.readSymbolicLink(restored("beside"))).isEqualTo(Path.of("d/program"));
    assertThat(restored("log/2")).hasContent("two");
  }

  private String rights() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(restored("")));
  }

  @Test
  void the_directory_itself_is_as_it_was() throws IOException {
    streams.logs.put(2L, Tars.tar().directory(".lull/root", 0710).end());
    good(stream());

    good(restore());
    assertThat(rights()).isEqualTo("rwx--x---");
    assertThat(Files.getLastModifiedTime(restored("")).toInstant())
        .isEqualTo("2023-11-14T22:13:20Z");
    assertThat(restored(".lull")).doesNotExist();
  }

  @Test
  void a_directory_of_which_nothing_is_known_lets_nobody_else_in() throws IOException {
    good(stream());

    good(restore());

    assertThat(rights()).isEqualTo("rwx------");
  }

  @Test
  void a_directory_that_was_there_keeps_its_rights_where_the_backup_knows_none()
      throws IOException {
    good(stream());
    Files.createDirectory(directory.resolve("new"));
    Files.setPosixFilePermissions(restored(""), PosixFilePermissions.fromString("rwxr-x--x"));

    good(restore());

    assertThat(rights()).isEqualTo("rwxr-x--x");
  }

  @Test
  void names_that_are_no_text_come_back_as_they_were() throws IOException {
    archive(Tars.tar().pax("path", "caf\u00e9").file("x", "x").end());
    good(stream());

    good(restore());

    try (var all = Files.list(directory.resolve("new"))) {
      assertThat(all.map(path -> path.toUri().getRawPath()))
          .anySatisfy(path -> assertThat(path).endsWith("/caf%E9"));
    }
  }

  @Test
  void a_target_that_cannot_be_made_is_wrong_input() {
    good(stream());

    Typed typed = type("stream", "restore", "backups", "--to", "/proc/below");

    assertThat(typed.exit()).as(typed.err()).isEqualTo(2);
    assertThat(typed.err()).contains("nothing can be made there", "Name another");
  }

  @Test
  void nothing_that_exists_is_written_over() throws IOException {
    good(stream());
    Files.createDirectory(directory.resolve("new"));
    Files.writeString(restored("mine"), "x");

    Typed typed = restore();

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("a new or empty directory");
    assertThat(restored("mine")).hasContent("x");
    Files.delete(restored("mine"));
    good(restore());
  }

  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "false,true", "true,true"})
  void a_chain_brings_back_what_there_was_at_its_end(boolean compressed, boolean encrypted)
      throws IOException {
    good(type("stream", "key", "--out", "key"));
    List<String> options = new ArrayList<>();
    if (compressed) {
      options.add("--compress");
    }
    if (encrypted) {
      options.addAll(List.of("--encryption-key-file", "key"));
    }
    Random random = new Random(compressed ? encrypted ? 1 : 2 : encrypted ? 3 : 4);
    Map<String, byte[]> source = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      source.put("base/" + i, content(random.nextInt(300_000), i));
    }
    archive(tar(source));
    streams.logs.clear();
    long generation = 1;
    List<Map<String, byte[]>> states = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int i = random.nextInt(3) + 1; i > 0; i--) {
        Map<String, byte[]> changed =
            Map.of(
                "base/" + random.nextInt(30), content(random.nextInt(200_000), generation),
                "log/" + generation, content(random.nextInt(9000), -generation));
        source.putAll(changed);
        streams.logs.put(generation++, tar(changed));
      }
      List<String> more = new ArrayList<>(options);
      if (round > 0) {
        more.add("--incremental");
      }
      good(stream(more.toArray(String[]::new)));
      states.add(new TreeMap<>(source));
    }
    String[] key = encrypted ? new String[] {"--encryption-key-file", "key"} : new String[0];

    good(restore(key));

    isThere(states.getLast(), directory.resolve("new"));
    List<String> sessions =
        type("stream", "list", "backups")
            .out()
            .lines()
            .skip(1)
            .map(line -> line.split(" ")[0])
            .toList();
    for (int i = 0; i < states.size(); i++) {
      List<String> args =
          new ArrayList<>(
              List.of(
                  "stream", "restore", "backups", "--to", "at" + i, "--backup", sessions.get(i)));
      args.addAll(List.of(key));
      good(type(args.toArray(String[]::new)));
      isThere(states.get(i), directory.resolve("at" + i));
    }
    if (encrypted) {
      isOfNoUseWithoutItsKey();
    }
  }

  private void isOfNoUseWithoutItsKey() {
    assertThat(type("stream", "restore", "backups", "--to", "no").exit()).isEqualTo(2);
    good(type("stream", "key", "--out", "other"));
    Typed wrong =
        type("stream", "restore", "backups", "--to", "no", "--encryption-key-file", "other");
    assertThat(wrong.exit()).isEqualTo(4);
    assertThat(directory.resolve("no")).doesNotExist();
  }

  private static void isThere(Map<String, byte[]> state, Path root) throws IOException {
    Map<String, String> expected = new TreeMap<>();
    state.forEach((name, content) -> expected.put(name, "rw------- " + Arrays.hashCode(content)));
    Map<String, String> found = tree(root);
    found.values().removeIf(what -> what.endsWith("/"));
    assertThat(found).isEqualTo(expected);
  }

  private static byte[] tar(Map<String, byte[]> files) {
    Tars tar = Tars.tar();
    new TreeMap<>(files).forEach(tar::file);
    return tar.end();
  }
}
