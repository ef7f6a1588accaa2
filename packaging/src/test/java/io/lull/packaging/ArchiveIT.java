package io.lull.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive, unpacked and used as its reader would. */
@Timeout(1200)
class ArchiveIT {
  private static final String CACHED = "io.lull.cli.Program source: shared objects file";

  /** To a file, without the place in it. */
  private static final Pattern LINK = Pattern.compile("]\\((?![a-z]+:|#)([^)#]+)");

  @TempDir static Path scratch;
  private static Unpacked lull;

  @BeforeAll
  static void unpack() throws Exception {
    lull = Unpacked.in(scratch);
  }

  @Test
  void it_brings_its_own_java_the_units_the_completions_and_the_manual() {
    assertThat(
            List.of(
                "jre/bin/java",
                "lib/systemd/lull.service",
                "lib/systemd/unprivileged.conf",
                "share/completions/lull.bash",
                "share/completions/lull.zsh",
                "share/completions/lull.fish",
                "share/man/man1/lull.1",
                "share/doc/settings.md",
                "share/doc/examples/files.conf",
                "etc/lull.conf",
                "LICENSE"))
        .allSatisfy(file -> assertThat(lull.directory().resolve(file)).isNotEmptyFile());
  }

  @Test
  void its_documents_point_to_what_is_there() throws Exception {
    List<Path> documents = new ArrayList<>();
    try (var all = Files.walk(lull.directory().resolve("share/doc"))) {
      all.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    assertThat(documents).hasSizeGreaterThan(20);
    for (Path document : documents) {
      LINK.matcher(Files.readString(document))
          .results()
          .map(link -> document.resolveSibling(link.group(1)))
          .forEach(file -> assertThat(file).as(document.toString()).exists());
    }
  }

  @Test
  void everything_in_it_belongs_to_root_and_is_closed_to_the_pens_of_others() throws Exception {
    List<String> entries =
        Ran.of("tar", "--numeric-owner", "-tvzf", Built.archive().toString())
            .good()
            .lines()
            .toList();
    assertThat(entries).hasSizeGreaterThan(100).allMatch(line -> line.contains(" 0/0 "));
    assertThat(entries).allMatch(line -> line.matches("[-d]rw[x-]r-[x-]r-[x-] .*|l.*"));
  }

  @Test
  void it_runs_on_its_own_java_and_on_no_other() throws Exception {
    Ran where = lull.with("-Xlog:os+init -XshowSettings:properties", "version");
    assertThat(where.out() + where.err())
        .contains("java.home = " + lull.directory().resolve("jre").toRealPath());
  }

  @Test
  void its_settings_are_good_and_nothing_is_wrong_with_the_place() throws Exception {
    String settings = lull.directory().resolve("etc/lull.conf").toString();
    assertThat(lull.run("config", "check", settings).good()).contains("the settings are good");
    // What it finds depends on the machine; that it looks does not.
    assertThat(lull.run("doctor", settings).out()).contains("journal");
    assertThat(lull.run("thaw", "--local", "--list").out()).contains("nothing is held by Lull");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void it_completes_what_it_can_do(String shell) throws Exception {
    String said = lull.run("completion", shell).good();
    assertThat(lull.directory().resolve("share/completions/lull." + shell)).hasContent(said);
    assertThat(said).contains("certificate").contains("completion");
    if (!shell.equals("fish")) {
      Path script = Files.writeString(scratch.resolve("completion"), said);
      assertThat(Ran.of("bash", "-n", script.toString()).good()).isEmpty();
    }
  }

  @Test
  void the_manual_has_no_mistakes_of_form() throws Exception {
    Real.needCommand("man");
    String page = lull.directory().resolve("share/man/man1/lull.1").toString();
    Ran man = Ran.of("man", "--warnings", "-E", "UTF-8", "-l", page);
    assertThat(man.good()).contains("thaw");
    assertThat(man.err()).isEmpty();
  }

  @Test
  void a_command_starts_a_node_for_itself_and_copies_files() throws Exception {
    Path data = Files.createDirectories(scratch.resolve("the data"));
    Files.writeString(data.resolve("file"), "precious");
    Path out = scratch.resolve("taken out");
    Ran backup =
        lull.run("backup", "--allow-fuzzy", "--to", out.toString(), data.toRealPath().toString());
    // Below the grade where files are copied while they may change; well where they are cloned.
    assertThat(backup.exit()).as(backup.toString()).isIn(0, 12);
    assertThat(backup.err()).contains("starting one for this command");
    assertThat(found("file", out)).hasContent("precious");
  }

  @Test
  void a_node_runs_and_serves_commands() throws Exception {
    int port = Ports.free();
    Path directory = Files.createDirectories(scratch.resolve("a node"));
    Path data = Files.createDirectories(scratch.resolve("more data"));
    Files.writeString(data.resolve("file"), "precious too");
    Path settings =
        Files.writeString(
            directory.resolve("lull.conf"),
            """
            lull {
              cluster.port = %d
              api { listen = "127.0.0.1:%d", own-token-file = "%3$s/token" }
              host.life-file = "%3$s/life"
              journal.embedded.file = "%3$s/journal.db"
              providers.copies { kind = copy, directory = "%3$s/copies" }
            }
            """
                .formatted(Ports.free(), port, directory));
    Files.createDirectory(
        directory.resolve("copies"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ProcessBuilder builder =
        new ProcessBuilder(lull.command("node", settings.toString())).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(lull.environment());
    Process node = builder.start();
    try (BufferedReader said = node.inputReader(UTF_8)) {
      assertThat(said.lines().anyMatch(line -> line.endsWith("is ready"))).isTrue();
      String[] where = {
        "--node", "http://127.0.0.1:" + port, "--token-file", directory.resolve("token").toString()
      };
      assertThat(at(where, "providers").good()).contains("copies");
      Path out = scratch.resolve("taken out too");
      Ran backup =
          at(where, "backup", "--allow-fuzzy", "--to", out.toString(), data.toRealPath() + "");
      assertThat(backup.exit()).as(backup.toString()).isEqualTo(12);
      assertThat(found("file", out)).hasContent("precious too");
      node.destroy();
      assertThat(node.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      node.destroyForcibly();
    }
  }

  private static Ran at(String[] where, String... typed) throws Exception {
    String[] all = new String[typed.length + where.length];
    all[0] = typed[0];
    System.arraycopy(where, 0, all, 1, where.length);
    System.arraycopy(typed, 1, all, where.length + 1, typed.length - 1);
    return lull.run(all);
  }

  private static Path found(String name, Path below) throws Exception {
    try (var all = Files.walk(below)) {
      return all.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private static String loaded() throws Exception {
    Path log = scratch.resolve("loaded");
    Ran version = lull.with(logged(log), "version");
    assertThat(version.good()).startsWith("lull " + Built.VERSION).hasLineCount(1);
    assertThat(version.err()).isEmpty();
    return Files.readString(log);
  }

  /** Has the virtual machine write where each class came from. */
  private static String logged(Path log) throws Exception {
    Files.deleteIfExists(log);
    return "-Xlog:class+load:file=" + log;
  }

  @Test
  void starts_use_the_cache_that_the_first_one_has_made() throws Exception {
    assertThat(loaded()).contains(CACHED);
  }

  @Test
  void streams_use_it_too_though_they_run_with_other_options() throws Exception {
    Path log = scratch.resolve("loaded");
    lull.with(logged(log), "stream", "--help").good();
    assertThat(log).content().contains(CACHED);
  }

  @Test
  void a_cache_for_other_jars_is_not_used_and_nothing_is_said() throws Exception {
    Path jar = lull.directory().resolve("lib/cli-" + Built.VERSION + ".jar");
    FileTime before = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(before.toMillis() + 60_000));
    try {
      assertThat(loaded()).contains("io.lull.cli.Main").doesNotContain(CACHED);
      String settings = lull.directory().resolve("etc/lull.conf").toString();
      Ran check = lull.run("config", "check", settings);
      assertThat(check.good()).startsWith("the settings are good").hasLineCount(1);
      assertThat(check.err()).isEmpty();
    } finally {
      Files.setLastModifiedTime(jar, before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rubbish", "cut", "another"})
  void a_cache_that_is_none_is_not_used_and_nothing_is_said(String what) throws Exception {
    Path cache = lull.directory().resolve("lib/cli.aot");
    byte[] before = Files.readAllBytes(cache);
    try {
      switch (what) {
        case "cut" -> Files.write(cache, java.util.Arrays.copyOf(before, before.length / 2));
        // Of the same Java, and for another class path.
        case "another" ->
            Files.copy(lull.directory().resolve("lib/lull.aot"), scratch.resolve("x"));
        default -> Files.writeString(cache, what);
      }
      if (what.equals("another")) {
        Files.move(scratch.resolve("x"), cache, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      assertThat(loaded()).contains("io.lull.cli.Main").doesNotContain(CACHED);
    } finally {
      Files.write(cache, before);
    }
  }
}
