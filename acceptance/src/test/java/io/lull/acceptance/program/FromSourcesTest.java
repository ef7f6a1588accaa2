package io.lull.acceptance.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program as the README has it typed first, in a tree of sources where nothing is built yet.
 *
 * <p>The scripts are the real ones. Maven, the JDKs and what is built are scripts too, which say
 * that they were run.
 */
class FromSourcesTest {
  private static final Path ROOT = Path.of(System.getProperty("lull.root"));
  private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(1));

  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$*" >> "$TYPED"
      [ ! -e "$BROKEN" ] || { echo 'Main.java: expected ;'; exit 1; }
      mkdir -p node/target/lull/lib demo/target
      touch node/target/lull/lib/picocli-1.jar demo/target/demo-1-SNAPSHOT.jar
      """;

  @TempDir Path directory;
  private Path tree;
  private Path machine;
  private Path maven;
  private Path typed;
  private Path broken;

  @BeforeEach
  void lay_out() throws IOException {
    tree = directory.resolve("the sources");
    machine = directory.resolve("machine");
    typed = directory.resolve("typed");
    broken = directory.resolve("broken");
    for (String script : List.of("lull", "dist")) {
      script(tree.resolve(script), Files.readString(ROOT.resolve(script)));
    }
    // It looks at the whole machine, of which this is one that a test can fit out.
    String jdk25 = Files.readString(ROOT.resolve(".mvn/jdk25"));
    String here = jdk25.replaceAll("(?m)( )/(usr|opt)/", "$1" + machine + "/$2/");
    assertThat(here).contains(machine + "/usr/lib/jvm/*").doesNotContain(" /usr/", " /opt/");
    script(tree.resolve(".mvn/jdk25"), here);
    write(tree.resolve("pom.xml"), "");
    write(tree.resolve("cli/pom.xml"), "");
    write(tree.resolve("cli/src/main/java/Main.java"), "");
    write(tree.resolve("cli/src/main/java/Other.java"), "");
    Path bin = tree.resolve("node/src/main/dist/bin");
    script(bin.resolve("lull"), "#!/bin/sh\necho \"on ${JAVA_HOME##*/}: $*\"\nexit 7\n");
    script(bin.resolve("lull-train"), "#!/bin/sh\n");
    maven = directory.resolve("maven");
    script(maven.resolve("mvn"), MAVEN);
    try (Stream<Path> sources = Files.walk(tree)) {
      for (Path source : sources.toList()) {
        Files.setLastModifiedTime(source, FileTime.from(LONG_AGO));
      }
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A JDK that says of itself which one it is. */
  private Path jdk(String home, String version) throws IOException {
    Path jdk = machine.resolve(home);
    script(jdk.resolve("bin/java"), "#!/bin/sh\n");
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    write(jdk.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return jdk;
  }

  private Ran run(Map<String, String> environment, String... command) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", maven + ":/usr/bin:/bin");
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("TMPDIR", Files.createDirectories(directory.resolve("t")).toString());
    builder.environment().put("TYPED", typed.toString());
    builder.environment().put("BROKEN", broken.toString());
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    return new Ran(
        List.of(command), exit, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private Ran lull(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(tree.resolve("lull").toString()));
    command.addAll(List.of(words));
    return run(Map.of(), command.toArray(String[]::new));
  }

  private static void assertSaid(Ran ran, int exit, String out, String err) {
    assertThat(ran).isEqualTo(new Ran(ran.typed(), exit, out, err));
  }

  private List<String> builds() throws IOException {
    return Files.exists(typed) ? Files.readAllLines(typed) : List.of();
  }

  @Test
  void is_built_before_it_runs_what_was_typed() throws Exception {
    jdk("usr/lib/jvm/temurin-25", "25.0.1");

    Ran ran = lull("demo", "a b");

    assertSaid(ran, 7, "on temurin-25: demo a b\n", "");
    assertThat(builds()).singleElement().asString().contains("-pl demo -am package");
    assertThat(tree.resolve("node/target/lull/lib/demo-1-SNAPSHOT.jar")).exists();
    assertThat(directory.resolve("t")).isEmptyDirectory();
  }

  @Test
  void is_built_once_and_again_when_something_was_changed_or_deleted() throws Exception {
    jdk("usr/lib/jvm/temurin-25", "25.0.1");
    lull("demo");
    builtAWhileAgo();
    assertThat(lull("demo").out()).startsWith("on temurin-25");
    assertThat(builds()).hasSize(1);

    Files.writeString(tree.resolve("cli/src/main/java/Main.java"), "changed");
    lull("demo");
    assertThat(builds()).hasSize(2);
    builtAWhileAgo();
    Files.writeString(tree.resolve("cli/pom.xml"), "changed");
    lull("demo");
    assertThat(builds()).hasSize(3);
    sourcesLongAgo();
    builtAWhileAgo();
    lull("demo");
    assertThat(builds()).hasSize(3);

    Files.delete(tree.resolve("cli/src/main/java/Other.java"));
    lull("demo");
    assertThat(builds()).hasSize(4);
  }

  /** So that whatever changes now is younger, however coarse the clock of the file system is. */
  private void builtAWhileAgo() throws IOException {
    Files.setLastModifiedTime(
        tree.resolve("node/target/lull/built"), FileTime.from(LONG_AGO.plusSeconds(60)));
  }

  private void sourcesLongAgo() throws IOException {
    for (String source : List.of("cli/pom.xml", "cli/src/main/java/Main.java")) {
      Files.setLastModifiedTime(tree.resolve(source), FileTime.from(LONG_AGO));
    }
  }

  @Test
  void shows_what_a_build_said_that_failed_and_tries_it_again() throws Exception {
    jdk("usr/lib/jvm/temurin-25", "25.0.1");
    Files.createFile(broken);

    assertSaid(
        lull("demo"),
        1,
        "",
        "Main.java: expected ;\nlull: the build failed; what it said is above\n");
    assertThat(directory.resolve("t")).isEmptyDirectory();
    Files.delete(broken);
    assertThat(lull("demo").out()).startsWith("on temurin-25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"usr/lib/jvm/x", "opt/java/x", "../.jdks/x", "../.sdkman/candidates/java/x"})
  void finds_the_jdk_also_where_an_older_one_comes_first(String home) throws Exception {
    Path old = jdk("usr/lib/jvm/java-17", "17.0.13");
    jdk(home, "25");
    String lull = tree.resolve("lull").toString();

    for (Map<String, String> environment :
        List.of(
            Map.of("PATH", maven + ":" + old.resolve("bin") + ":/usr/bin:/bin"),
            Map.of("JAVA_HOME", old.toString()))) {
      assertSaid(run(environment, lull, "demo"), 7, "on x: demo\n", "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_HOME", "JAVA25_HOME", "JAVA_HOME_25_X64"})
  void takes_the_jdk_that_the_environment_names(String variable) throws Exception {
    Path mine = jdk("home/mine", "25.0.2");
    jdk("usr/lib/jvm/temurin-25", "25.0.1");

    Ran ran = run(Map.of(variable, mine.toString()), tree.resolve("lull").toString(), "demo");

    assertThat(ran.out()).isEqualTo("on mine: demo\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void says_in_one_line_what_to_install_where_there_is_no_such_jdk(boolean built) throws Exception {
    if (built) {
      Path jdk = jdk("usr/lib/jvm/temurin-25", "25.0.1");
      lull("demo");
      Files.delete(jdk.resolve("bin/javac"));
      Files.delete(typed);
    }
    Path old = jdk("usr/lib/jvm/java-17", "17.0.13");

    Ran ran =
        run(
            Map.of("PATH", maven + ":" + old.resolve("bin") + ":/usr/bin:/bin"),
            tree.resolve("lull").toString(),
            "demo");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("Lull needs a JDK 25: install one").hasLineCount(1);
    assertThat(builds()).as("builds that could not succeed").isEmpty();
  }

  @Test
  void says_in_one_line_that_there_is_no_maven() throws Exception {
    Path jdk = jdk("usr/lib/jvm/temurin-25", "25.0.1");
    Path tools = directory.resolve("tools");
    for (String tool : List.of("bash", "dirname", "find", "readlink", "env", "sed", "grep")) {
      Path usual = Path.of("/usr/bin", tool);
      Path real = Files.exists(usual) ? usual : Path.of("/bin", tool);
      script(tools.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(real));
    }

    Ran ran =
        run(
            Map.of("PATH", tools.toString(), "JAVA_HOME", jdk.toString()),
            tree.resolve("lull").toString(),
            "demo");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).startsWith("lull: expected Maven").contains("Install").hasLineCount(1);
  }

  @Test
  void shows_one_line_of_progress_on_a_terminal() throws Exception {
    Real.needCommand("script");
    jdk("usr/lib/jvm/temurin-25", "25.0.1");

    Ran ran =
        run(Map.of(), "script", "-qec", "'%s' demo".formatted(tree.resolve("lull")), "/dev/null");

    assertThat(ran.exit()).isEqualTo(7);
    assertThat(ran.out().split("\r?\n"))
        .hasSize(2)
        .satisfies(
            lines -> {
              assertThat(lines[0]).startsWith("lull: building, ").contains("\rlull: built in ");
              assertThat(lines[1]).isEqualTo("on temurin-25: demo");
            });
  }
}
