package io.lull.node.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigToolTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path file;

  @BeforeEach
  void settings() throws IOException {
    file =
        Files.writeString(
            directory.resolve("lull.conf"),
            """
            lull {
              node.host = here
              journal.postgres {
                url = "jdbc:postgresql://u:hunter1@db/lull?user=x&password=hunter2&ssl=true"
                password = hunter3
              }
              writers.cache { kind = test, components = "data:/data" }
              instances.files { kind = directory, path = "/srv" }
            }
            """);
  }

  private ExitCode config(String... args) throws InterruptedException {
    return config(Path.of("/none"), args);
  }

  private ExitCode config(Path usual, String... args) throws InterruptedException {
    out.reset();
    err.reset();
    return ConfigTool.run(
        args, usual, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void the_usual_file_is_read_where_none_is_named_and_it_is_said() throws Exception {
    assertThat(config(file, "check")).isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8)).contains("host here").endsWith("; from " + file + "\n");
    assertThat(config(file, "show")).isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8)).startsWith("# from " + file + "\nlull.");

    assertThat(config(directory.resolve("none"), "check")).isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8))
        .contains("host localhost")
        .contains("; from the defaults alone");
    assertThat(config(directory.resolve("none"), "check", "-o", "json"))
        .isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8)).contains("\"host\":\"localhost\"").doesNotContain("\"file\"");

    Files.writeString(file, "lull.node.hots = here\n");
    assertThat(config(file, "check")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void noSecretIsShownWhereverItStands() throws Exception {
    assertThat(config("show", file.toString())).isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8))
        .doesNotContain("hunter")
        .contains("lull.journal.postgres.password = \"(not shown)\"")
        .contains("jdbc:postgresql://u:(not shown)@db/lull?user=x&password=(not shown)&ssl=true")
        .contains("lull.api.own-token-file = \"data/api.token\"");

    for (String format : new String[] {"json", "yaml"}) {
      assertThat(config("show", file.toString(), "-o", format)).isEqualTo(ExitCode.COMPLETED);
      assertThat(out.toString(UTF_8)).contains("not shown").doesNotContain("hunter");
    }
  }

  @Test
  void what_it_comes_to_is_told_to_programs_in_their_form() throws Exception {
    assertThat(config("-o", "json", "check", file.toString())).isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"host\":\"here\",\"roles\":[\"COORDINATOR\",\"HOST\"],\"writers\":1,\"providers\":0,\"instances\":1,\"file\":\""
                + file
                + "\"}\n");

    assertThat(config("check", "--output=yaml", file.toString())).isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8)).startsWith("host: here\nroles:\n").contains("writers: 1");

    assertThat(config("show", file.toString(), "-ojson")).isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8))
        .contains("{\"key\":\"lull.node.host\",\"value\":\"\\\"here\\\"\",\"from\":")
        .hasLineCount(1);
  }

  @Test
  void what_is_wrong_is_told_in_the_form_that_was_asked_for() throws Exception {
    Files.writeString(file, "lull.node.hots = here\n");

    assertThat(config("check", file.toString(), "-o", "json")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .startsWith("{\"exit\":2,")
        .contains("hots", "See 'lull config --help'")
        .hasLineCount(1);
    assertThat(out.toString(UTF_8)).isEmpty();

    assertThat(config("check", file.toString(), "-o", "xml")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).contains("expected one of table, json, yaml", "'xml'");
    assertThat(out.toString(UTF_8)).isEmpty();

    assertThat(config("check", file.toString(), "-o", "yaml")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .startsWith("exit: 2\n")
        .contains("hots", "\nhint: \"See 'lull config --help'\"\n");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void what_is_wrong_is_one_line_with_a_hint_and_no_output() throws Exception {
    Path two =
        Files.writeString(directory.resolve("two.conf"), "lull { node.hots = a, journla = b }\n");
    Path broken = Files.writeString(directory.resolve("broken.conf"), "lull {\n  a = [\n");
    Map<List<String>, String> wrong =
        Map.of(
            List.of("check", two.toString()), "found: lull.",
            List.of("show", broken.toString()), "expected settings in HOCON",
            List.of("show", "/none"), "but /none cannot",
            List.of("check", "a", "b"), "but got 2 arguments",
            List.of("check", "--bogus"), "but got '--bogus', which is no option",
            List.of("chekc"), "expected check or show, but got 'chekc'",
            List.of(), "expected check or show, but got neither",
            List.of("show", "-o"), "but got 'nothing'");
    for (Map.Entry<List<String>, String> one : wrong.entrySet()) {
      assertThat(config(one.getKey().toArray(String[]::new))).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString(UTF_8))
          .startsWith("lull config: ")
          .contains(one.getValue())
          .endsWith(". See 'lull config --help'\n")
          .hasLineCount(1);
      assertThat(out.toString(UTF_8)).isEmpty();
    }
  }
}
