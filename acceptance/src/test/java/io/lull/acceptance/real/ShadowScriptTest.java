package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.cli.Program;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.kernel.Mount;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import io.lull.node.LullNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of {@code lull shadow}, and commands beside them, with a real node and real copies. */
class ShadowScriptTest {
  @TempDir Path given;
  private Path directory;
  private int port;

  /** What came of a command. */
  private record Typed(int exit, String out, String err) {}

  @BeforeEach
  void begin() throws Exception {
    Real.needRoot();
    directory = given.toRealPath();
    port = Ports.free();
  }

  private LullNode node() throws Exception {
    return LullNode.start(
        ConfigFactory.parseString(
            """
            lull {
              node.host = alone
              cluster.port = %d
              host.life-file = "%s/life"
              host.announce-every = 200 ms
              journal.embedded.file = "%s/journal.db"
              api { listen = "127.0.0.1:%d", own-token-file = "%s/token" }
              providers.%s { kind = reflink }
            }
            """
                .formatted(Ports.free(), directory, directory, port, directory, RealNode.PROVIDER)),
        List.of());
  }

  private Typed lull(String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] all = new String[command.length + 4];
    all[0] = "--node";
    all[1] = "http://127.0.0.1:" + port;
    all[2] = "--token-file";
    all[3] = directory + "/token";
    System.arraycopy(command, 0, all, 4, command.length);
    int exit =
        new Program(
                new Surroundings(
                    Map.of(),
                    directory,
                    new PrintStream(out, false, StandardCharsets.UTF_8),
                    new PrintStream(err, false, StandardCharsets.UTF_8),
                    new Terminal(false, false, true, 80)))
            .run(all);
    return new Typed(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Typed script(String... lines) throws Exception {
    Files.writeString(directory.resolve("script"), String.join("\n", lines));
    return lull("shadow", "-s", "script");
  }

  private static void ready(LullNode node) throws Exception {
    RealNode.awaitHosts(node, "alone");
  }

  @Test
  void a_script_makes_a_copy_shows_it_reads_it_and_deletes_it() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 320 << 20)) {
      Path data = Files.createDirectory(device.mount().resolve("data"));
      Path shown = Files.createDirectory(directory.resolve("shown"));
      Files.writeString(data.resolve("file"), "before");
      try (LullNode node = node()) {
        ready(node);

        Typed typed =
            script(
                "set context persistent",
                "set option fuzzy",
                "begin backup",
                "add volume " + data + " alias data",
                "create",
                "exec sh -c \"echo after > " + data + "/file\"",
                "expose %data% " + shown,
                "exec cp " + shown + "/file " + directory + "/read",
                // What is read-only cannot be written to, by whomever.
                "exec sh -c \"! touch " + shown + "/new\"",
                "list shadows all",
                "unexpose %data%",
                "exec sh -c \"! test -e " + shown + "/file\"",
                "delete shadows id %data%",
                "end backup");

        assertThat(typed.exit()).as(typed.err() + typed.out()).isEqualTo(12);
        assertThat(directory.resolve("read")).hasContent("before");
        assertThat(typed.out()).contains("grade ", "@alone:" + data, shown + "", "1 copy deleted");
        assertThat(Mount.isPoint(shown)).isFalse();
        assertThat(lull("sets").out()).contains("DELETED");
      }
    }
  }

  @Test
  void what_is_exposed_outlives_the_node_but_not_its_set() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 320 << 20)) {
      Path data = Files.createDirectory(device.mount().resolve("data"));
      Path shown = Files.createDirectory(directory.resolve("shown"));
      Files.writeString(data.resolve("file"), "before");
      String set;
      try (LullNode node = node()) {
        ready(node);
        Typed made = lull("backup", data.toString(), "--allow-fuzzy");
        set = made.out().lines().findFirst().orElseThrow().substring("set".length()).strip();
        Typed typed = lull("expose", set, shown.toString());
        assertThat(typed.exit()).as(typed.err()).isZero();
        assertThat(typed.out()).contains(shown.toString());
        assertThat(lull("expose", set, directory + "/nothing").exit()).isEqualTo(2);
      }

      assertThat(shown.resolve("file")).hasContent("before");
      try (LullNode node = node()) {
        ready(node);
        Typed listed = script("list shadows set " + set);
        assertThat(listed.out()).as(listed.err()).contains(shown.toString());
        try (var inUse = Files.newInputStream(shown.resolve("file"))) {
          Typed busy = lull("unexpose", set);
          assertThat(busy.exit()).isEqualTo(2);
          assertThat(busy.err()).contains("Leave that directory");

          assertThat(lull("delete", set, "--yes").exit()).isZero();

          assertThat(inUse.readAllBytes()).asString().isEqualTo("before");
        }
      }
      assertThat(Mount.isPoint(shown)).isFalse();
      assertThat(shown).isEmptyDirectory();
    }
  }
}
