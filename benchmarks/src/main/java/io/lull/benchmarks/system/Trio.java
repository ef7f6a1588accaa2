package io.lull.benchmarks.system;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.journal.PostgresServer;
import io.lull.coordinator.SessionMessage;
import io.lull.node.LullNode;
import io.lull.node.Main;
import io.lull.protocol.id.SessionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardRegion.ClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.GetClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Three nodes on loopback, each coordinator and host, with PostgreSQL: two in processes of their
 * own, and the third in this one, from which the others are looked at.
 */
final class Trio implements AutoCloseable {
  static final List<String> HOSTS = List.of("h1", "h2", "h3");
  private static final String HERE = "h3";
  private static final int SHARDS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final EntityTypeKey<SessionMessage> SESSIONS =
      EntityTypeKey.create(SessionMessage.class, "session");

  private final Path directory;
  private final PostgresServer postgres;
  private final String journal;
  private final String profile;
  private final Map<String, Integer> ports = new TreeMap<>();
  private final Map<String, Process> processes = new TreeMap<>();
  private final LullNode node;

  /**
   * Starts them.
   *
   * @param profile settings that differ from the shipped ones
   */
  Trio(Path directory, String profile) throws Exception {
    this.directory = directory;
    this.profile = profile;
    this.postgres = PostgresServer.start();
    this.journal = postgres.freshDatabase();
    for (String host : HOSTS) {
      ports.put(host, Nodes.freePort());
    }
    start("h1");
    start("h2");
    this.node = LullNode.start(settings(HERE));
    // Whoever ends a measurement early wants nothing of it left.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> processes.values().forEach(Process::destroyForcibly), "last"));
    awaitWhole();
  }

  LullNode node() {
    return node;
  }

  private Config settings(String host) {
    String seeds =
        ports.values().stream()
            .map(port -> "\"127.0.0.1:" + port + "\"")
            .collect(Collectors.joining(","));
    // The window stays open until the one here stands still, which nobody waits for.
    String slow = host.equals(HERE) ? ", freeze = \"delay 10m always\"" : "";
    return ConfigFactory.parseString(
        """
        lull {
          node.host = %s
          api.listen = ""
          cluster { port = %d, seed-nodes = [%s] }
          journal { profile = postgres, postgres { url = "%s", user = lull } }
          host.life-file = "%s/%s-life"
          writers.db { kind = test, diary = "%s" %s }
          providers.main { kind = test, directory = "%s/%s-copies" }
          %s
        }
        """
            .formatted(
                host,
                ports.get(host),
                seeds,
                journal,
                directory,
                host,
                diary(host),
                slow,
                directory,
                host,
                profile));
  }

  /** Starts the process of a host, which joins the others if there are any. */
  void start(String host) throws IOException {
    Path file = directory.resolve(host + ".conf");
    Files.writeString(file, settings(host).root().render());
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms64m",
                    "-Xmx512m",
                    "-XX:-UsePerfData",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    file.toString()))
            .redirectErrorStream(true)
            .start();
    processes.put(host, process);
    Path log = directory.resolve(host + ".log");
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (BufferedReader said = process.inputReader();
                  var out = Files.newBufferedWriter(log)) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                  out.write(line + "\n");
                  out.flush();
                }
              } catch (IOException closed) {
                // The process has ended.
              }
            });
  }

  /** All three are members, and know each other's hosts. */
  void awaitWhole() {
    Nodes.await("three members", () -> up() == HOSTS.size() && members() == HOSTS.size());
    Nodes.await("three hosts", () -> node.hosts().get().size() == HOSTS.size());
  }

  private long up() {
    return StreamSupport.stream(
            Cluster.get(node.system()).state().getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .count();
  }

  private long members() {
    return Cluster.get(node.system()).state().members().size();
  }

  /** On which host's node a session lives now. */
  String nodeOf(SessionId session) {
    String shard = Integer.toString(Math.abs(session.name().hashCode() % SHARDS));
    ClusterShardingStats stats =
        AskPattern
            .<org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery, ClusterShardingStats>
                ask(
                    ClusterSharding.get(node.system()).shardState(),
                    replyTo -> new GetClusterShardingStats(SESSIONS, LIMIT, replyTo),
                    LIMIT,
                    node.system().scheduler())
            .toCompletableFuture()
            .join();
    for (var region : stats.getRegions().entrySet()) {
      if (region.getValue().getStats().containsKey(shard)) {
        return host(region.getKey());
      }
    }
    throw new IllegalStateException("expected a node with " + session + ", but there is none");
  }

  String host(Address address) {
    int port = address.getPort().orElse(0);
    return ports.entrySet().stream()
        .filter(entry -> entry.getValue() == port)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(HERE);
  }

  boolean isHere(String host) {
    return host.equals(HERE);
  }

  /** Ends the process of a host as SIGKILL does; when. */
  long kill(String host) {
    long now = System.nanoTime();
    process(host).destroyForcibly();
    return now;
  }

  /** Sends a signal to the process of a host. */
  void signal(String host, String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process(host).pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  private Process process(String host) {
    Process process = processes.get(host);
    if (process == null) {
      throw new IllegalArgumentException("expected a host with a process, but got " + host);
    }
    return process;
  }

  /** When this happened to the writer of a host after that moment. */
  List<Long> happened(String host, String what, long since) {
    List<Long> moments = new ArrayList<>();
    try {
      if (Files.exists(diary(host))) {
        for (String line : Files.readAllLines(diary(host))) {
          if (line.contains(" " + what + " ") && moment(line) > since) {
            moments.add(moment(line));
          }
        }
      }
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
    return moments;
  }

  private static long moment(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }

  private Path diary(String host) {
    return directory.resolve(host + "-diary");
  }

  Set<String> others(String host) {
    return HOSTS.stream()
        .filter(other -> !other.equals(host))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void close() throws IOException {
    processes.values().forEach(Process::destroyForcibly);
    node.close();
    postgres.close();
  }
}
