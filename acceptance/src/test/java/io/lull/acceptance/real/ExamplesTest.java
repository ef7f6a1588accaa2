package io.lull.acceptance.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cli.Program;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import io.lull.node.LullNode;
import io.lull.wire.Wire;
import io.lull.wire.api.PlanOutcome;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.script.Scripts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The files of {@code examples} as they are, but for the paths and ports of the machine: a real
 * node is started with each, and the program of administrators runs its plan.
 */
class ExamplesTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("lull.root", "..")).resolve("examples");
  private static final long MIB = 1L << 20;

  private Path directory;
  private Path memory;
  private int port;

  /** What came of a command. */
  private record Typed(int exit, String out, String err) {}

  @BeforeEach
  void begin() throws Exception {
    Real.needRoot();
    directory = ServerProcess.directory("postgres");
    memory = Files.createTempDirectory(Path.of("/dev/shm"), "lull");
    port = Ports.free();
  }

  @AfterEach
  void end() throws Exception {
    ServerProcess.remove(memory);
    ServerProcess.remove(directory);
  }

  @Test
  void every_example_has_its_test() throws Exception {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      assertThat(new TreeSet<>(names))
          .containsExactly("files.conf", "notices.conf", "postgres.conf");
    }
  }

  @Test
  void files_stand_still_together_with_their_file_system() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 320 * MIB)) {
      Files.writeString(device.mount().resolve("order"), "17 apples");
      try (LullNode _ =
          node("files.conf", Map.of("/srv/shop", device.mount().toString()), guarded("files"))) {
        Typed rehearsed = typed("rehearse", "nightly");
        assertThat(rehearsed.exit()).as(rehearsed.err()).isZero();
        assertThat(rehearsed.out()).contains("shop/files", "fits");
        assertThat(typed("sets").out()).doesNotContain("set-");

        Typed typed = typed("backup", "nightly");

        assertThat(typed.exit()).as(typed.err()).isZero();
        assertThat(typed.out()).contains("grade    FILESYSTEM");
        assertThat(RealNode.found(memory.resolve("copies"), "order")).hasContent("17 apples");
      }
      Files.writeString(device.mount().resolve("order"), "nothing stands still");
    }
  }

  @Test
  void postgresql_and_its_file_system_are_held_for_one_copy() throws Exception {
    TestPostgres.need();
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 640 * MIB)) {
      Path volume = device.mount();
      ServerProcess.give(volume, "postgres");
      try (TestPostgres server = TestPostgres.create(volume)) {
        server.sql("CREATE TABLE note (text text)", "INSERT INTO note VALUES ('17 apples')");
        String own =
            "writers.postgres { %s }\n%s"
                .formatted(RealNode.settings(server.settings()), guarded("files"));
        try (LullNode _ = node("postgres.conf", Map.of("/srv/pg", volume.toString()), own)) {
          Typed typed = typed("backup", "shop");

          assertThat(typed.exit()).as(typed.err()).isZero();
          assertThat(typed.out()).contains("grade    APPLICATION");
          assertThat(RealNode.found(memory.resolve("copies"), "backup_label")).isNotEmptyFile();
        }
      }
    }
  }

  @Test
  void a_set_is_stored_by_a_program_and_let_go_and_a_receiver_is_told() throws Exception {
    Path data = Files.createDirectory(directory.resolve("app"));
    Files.writeString(data.resolve("state"), "running\n");
    BlockingQueue<byte[]> told = new LinkedBlockingQueue<>();
    HttpServer receiver = receiver(told);
    // In a directory that nobody else can write to, as the programs of a writer have to be.
    Scripts scripts = Scripts.make();
    Path hook = scripts.write("app-hook", "echo $1 > " + data + "/state\n");
    try (LullNode _ =
        node(
            "notices.conf",
            Map.of(
                "/srv/app", data.toString(),
                "/srv/archive", directory.resolve("archive").toString(),
                "/etc/lull/app-hook", hook.toString(),
                "https://hooks.example.org", "http://127.0.0.1:" + receiver.getAddress().getPort()),
            guarded("app"))) {
      Typed typed = typed("backup", "hourly");

      assertThat(typed.exit()).as(typed.err()).isZero();
      assertThat(typed.out()).contains("grade    APPLICATION");
      PlanOutcome outcome = Wire.json().read(told.poll(60, TimeUnit.SECONDS), PlanOutcome.class);
      assertThat(outcome.succeeded()).isTrue();
      Path archive = directory.resolve("archive").resolve(outcome.set().orElseThrow() + ".tar");
      ServerProcess.run(
          List.of("tar", "-C", directory.toString(), "-xf", archive.toString(), "./state"));
      assertThat(directory.resolve("state")).hasContent("freeze");
      assertThat(data.resolve("state")).hasContent("thaw");
      try (Stream<Path> left = Files.walk(memory.resolve("copies"))) {
        assertThat(left).noneMatch(file -> file.endsWith("state"));
      }
    } finally {
      scripts.close();
      receiver.stop(0);
    }
  }

  private static HttpServer receiver(BlockingQueue<byte[]> told) throws Exception {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/lull",
        exchange -> {
          told.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    return receiver;
  }

  private String guarded(String writer) {
    return "writers.%s.run-directory = \"%s\"\n".formatted(writer, memory);
  }

  /** A node with an example's settings, in which only what is of the machine is another. */
  private LullNode node(String example, Map<String, String> places, String own) throws Exception {
    String text = Files.readString(EXAMPLES.resolve(example));
    for (Map.Entry<String, String> place : places.entrySet()) {
      assertThat(text).contains(place.getKey());
      text = text.replace(place.getKey(), place.getValue());
    }
    text = text.replace("/var/lib/lull", memory.toString());
    text = text.replace("/var/backups/lull", memory.resolve("copies").toString());
    Config settings =
        ConfigFactory.parseString(
                """
                lull {
                  cluster.port = %d
                  api.listen = "127.0.0.1:%d"
                  host.announce-every = 200 ms
                  %s
                }
                """
                    .formatted(Ports.free(), port, own))
            .withFallback(ConfigFactory.parseString(text));
    LullNode node = LullNode.start(settings);
    node.whenReady().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return node;
  }

  private Typed typed(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] all = new String[words.length + 4];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--node";
    all[words.length + 1] = "http://127.0.0.1:" + port;
    all[words.length + 2] = "--token-file";
    all[words.length + 3] = memory.resolve("api.token").toString();
    int exit =
        new Program(
                new Surroundings(
                    Map.of(),
                    directory,
                    new PrintStream(out, false, UTF_8),
                    new PrintStream(err, false, UTF_8),
                    new Terminal(false, false, true, 120)))
            .run(all);
    return new Typed(exit, out.toString(UTF_8), err.toString(UTF_8));
  }
}
