package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.writer.spi.WriterFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;

/** One node that is coordinator and host, with what it is shipped with. */
final class RealNode {
  /**
   * What a provider is called that looks for its copies on all file systems: whatever runs beside
   * this test on the same machine must not take them for its own.
   */
  static final String PROVIDER = "main" + ProcessHandle.current().pid();

  private RealNode() {}

  static String settings(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + " = \"" + entry.getValue() + "\"")
        .collect(Collectors.joining(", "));
  }

  /**
   * Starts one that is alone, and has found itself.
   *
   * @param state where it keeps what it has to keep
   * @param host its writers and providers
   * @param own kinds of writers of the test
   */
  static LullNode start(Path state, String host, WriterFactory... own) throws Exception {
    LullNode node = start("alone", Ports.free(), state, host, own);
    awaitHosts(node, "alone");
    return node;
  }

  /** Starts one that need not be alone. */
  static LullNode start(String name, int port, Path state, String host, WriterFactory... own) {
    return LullNode.start(
        ConfigFactory.parseString(
            """
            lull {
              node.host = %s
              api.listen = ""
              cluster.port = %d
              host.life-file = "%s/life"
              journal.embedded.file = "%s/journal.db"
              %s
            }
            """
                .formatted(name, port, state, state, host)),
        List.of(own));
  }

  /** Waits until a coordinator knows these hosts and no others. */
  static void awaitHosts(LullNode coordinator, String... names) {
    TestProbe.create(coordinator.system())
        .awaitAssert(
            Duration.ofSeconds(60),
            () ->
                assertThat(coordinator.hosts().get())
                    .extracting(HostId::name)
                    .containsExactlyInAnyOrder(names));
  }

  /** What somebody does with the set while it exists. */
  @FunctionalInterface
  interface Store {
    void run() throws Exception;
  }

  static Created backup(LullNode node, Grade lowest, Store store) {
    return backup(node, new Policy(Limits.defaults(), lowest, true), store);
  }

  static Created backup(LullNode node, Policy policy, Store store) {
    return Backup.ofEverything(
            policy,
            _ ->
                CompletableFuture.supplyAsync(
                    () -> {
                      try {
                        store.run();
                        return Set.<ComponentId>of();
                      } catch (Exception failed) {
                        throw new CompletionException(failed);
                      }
                    }))
        .run(node.client())
        .toCompletableFuture()
        .join();
  }

  /** Lets the users in as whom servers run. */
  static Path passable(Path directory) throws IOException {
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  static Path found(Path in, String name) throws Exception {
    try (Stream<Path> files = Files.walk(in)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }
}
