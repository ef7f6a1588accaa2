package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.journal.ChildJvm;
import io.lull.cluster.config.journal.PostgresServer;
import io.lull.coordinator.client.Described;
import io.lull.coordinator.client.Opened;
import io.lull.node.LullNode;
import io.lull.node.Main;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.writer.BackupType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Nodes in processes of their own on loopback, and a requester in this one. */
final class ProcessCluster implements AutoCloseable {
  static final Policy POLICY = new Policy(Limits.defaults(), Grade.APPLICATION, true);
  private static final Duration LONG = Duration.ofSeconds(90);

  private final Path directory;
  private final PostgresServer postgres;
  private final String journal;
  private final int seed;
  private final Map<Integer, ChildJvm> nodes = new HashMap<>();
  private final LullNode requester;

  /** One coordinator, and these hosts, each with what its writer is to do. */
  ProcessCluster(Path directory, Map<String, String> hosts)
      throws IOException, InterruptedException, java.sql.SQLException {
    this.directory = directory;
    this.postgres = PostgresServer.start();
    this.journal = postgres.freshDatabase();
    this.seed = freePort();
    start(seed, "c1", "roles = [coordinator]", "");
    for (Map.Entry<String, String> host : hosts.entrySet()) {
      start(freePort(), host.getKey(), "roles = [host]", participants(host));
    }
    this.requester = LullNode.start(settings(freePort(), "requester", "roles = [host]", ""));
    eventually(() -> assertThat(writers()).isEqualTo(hosts.size()));
  }

  private String participants(Map.Entry<String, String> host) {
    return """
    writers.db { kind = test, diary = "%s" %s }
    providers.main { kind = test, directory = "%s" }
    """
        .formatted(
            diaryOf(host.getKey()), host.getValue(), directory.resolve(host.getKey() + "-copies"));
  }

  private void start(int port, String name, String roles, String more) throws IOException {
    Path file = directory.resolve(name + ".conf");
    Files.writeString(file, settings(port, name, roles, more).root().render());
    ChildJvm node = ChildJvm.start(Main.class, file.toString());
    nodes.put(port, node);
    node.line("lull node of");
  }

  private Config settings(int port, String name, String roles, String more) {
    return ConfigFactory.parseString(
        """
        lull {
          node { host = %s, %s }
          cluster { port = %d, seed-nodes = ["127.0.0.1:%d"] }
          journal { profile = postgres, postgres { url = "%s", user = lull } }
          host.life-file = "%s"
          %s
        }
        """
            .formatted(name, roles, port, seed, journal, directory.resolve(name + "-life"), more));
  }

  LullNode requester() {
    return requester;
  }

  /** How many writers describe themselves to a session that asks now. */
  private int writers() {
    Opened opened = await(requester.client().begin(POLICY));
    Described described = await(opened.describe(new BackupState(true, false, BackupType.FULL)));
    await(described.release());
    return described.writers().size();
  }

  /** A second coordinator, which takes over when the first one is lost. */
  void startSecondCoordinator() throws IOException {
    start(freePort(), "c2", "roles = [coordinator]", "");
    eventually(() -> assertThat(up()).isEqualTo(nodes.size() + 1));
  }

  private long up() {
    return StreamSupport.stream(
            Cluster.get(requester.system()).state().getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .count();
  }

  /** Kills the first coordinator, as SIGKILL does. */
  void killFirstCoordinator() throws IOException {
    nodes.remove(seed).kill();
  }

  private Path diaryOf(String host) {
    return directory.resolve(host + "-diary");
  }

  /** What truly happened to the writer of a host, a line each. */
  List<String> diary(String host) {
    try {
      return Files.exists(diaryOf(host)) ? Files.readAllLines(diaryOf(host)) : List.of();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** How often this happened to the writer of a host, such as {@code CALLED FREEZE}. */
  long count(String host, String what) {
    return diary(host).stream().filter(line -> line.contains(" " + what + " ")).count();
  }

  void eventually(Runnable promise) {
    TestProbe.create(requester.system())
        .awaitAssert(
            LONG,
            () -> {
              promise.run();
              return promise;
            });
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(failed);
    } catch (InterruptedException | TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    requester.close();
    nodes.values().forEach(ChildJvm::close);
    postgres.close();
  }
}
