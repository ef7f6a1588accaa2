package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.journal.PostgresServer;
import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.HostMessage;
import io.lull.coordinator.client.ClientSettings;
import io.lull.coordinator.client.Described;
import io.lull.coordinator.client.Lull;
import io.lull.coordinator.client.Opened;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.writer.BackupType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Nodes in processes of their own, a PostgreSQL that is their journal, and a requester in this
 * process, which is also the node that the others join.
 */
final class ProcessCluster implements AutoCloseable {
  static final Policy POLICY = new Policy(Limits.defaults(), Grade.APPLICATION, true);

  /** Fails over in half the time; what it costs says docs/faults.md. */
  static final String FAST =
      "cluster { heartbeat = 500 ms, heartbeat-pause = 5 s, stable-after = 2 s, removal-margin = 1"
          + " s }";

  private final Path directory;
  private final Network network;
  private final String more;
  private final PostgresServer postgres;
  private final String journal;
  private final Map<String, NodeProcess> nodes = new TreeMap<>();
  private final Map<String, Network.Place> places = new HashMap<>();
  private final Map<NodeProcess, Integer> members = new HashMap<>();
  private final Map<String, NodeProcess> hosts = new TreeMap<>();
  private final LullNode requester;
  private final String joining;

  /** Settings that all nodes share, such as {@link #FAST}; they join the requester. */
  ProcessCluster(Path directory, Network network, String more) {
    this(directory, network, more, Optional.empty());
  }

  /**
   * With another way to join.
   *
   * @param seed whom the requester joins; empty if others join him
   */
  ProcessCluster(Path directory, Network network, String more, Optional<String> seed) {
    try {
      this.directory = directory;
      this.network = network;
      this.more = more;
      this.postgres = PostgresServer.startAt(network.journal().address());
      this.journal = postgres.freshDatabase();
      int port = network.freePort(network.here());
      this.joining = seed.map(_ -> "[]").orElse(seeds(network.here().address() + ":" + port));
      this.requester =
          LullNode.start(
              settings(
                  network.here(),
                  port,
                  "requester",
                  "roles = [host]",
                  seed.map(
                          first -> "cluster { dns.name = \"\", seed-nodes = " + seeds(first) + " }")
                      .orElse("")));
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static String seeds(String address) {
    return "[\"" + address + "\"]";
  }

  /** Starts a coordinator; returns at once. */
  NodeProcess coordinator(String name) {
    NodeProcess node = start(name, Map.of(name, ""), "roles = [coordinator]");
    nodes.put(name, node);
    return node;
  }

  /** Starts a process with a node for each of these hosts; returns at once. */
  NodeProcess hosts(String name, List<String> hosts) {
    Map<String, String> participants = new TreeMap<>();
    hosts.forEach(host -> participants.put(host, participants(host)));
    NodeProcess node = start(name, participants, "roles = [host]");
    hosts.forEach(host -> this.hosts.put(host, node));
    nodes.put(name, node);
    return node;
  }

  private String participants(String host) {
    return """
    writers.db { kind = scripted, diary = "%s" }
    providers.main { kind = scripted, directory = "%s" }
    """
        .formatted(diaryOf(host), copiesOf(host));
  }

  /** A process of one host only. */
  NodeProcess host(String host) {
    return hosts(host, List.of(host));
  }

  private NodeProcess start(String name, Map<String, String> nodesOfIt, String roles) {
    try {
      // A name that is used again is the same machine, whose process is started anew.
      Network.Place place = places.computeIfAbsent(name, network::place);
      List<Path> files = new ArrayList<>();
      int port = network.freePort(place);
      for (Map.Entry<String, String> node : nodesOfIt.entrySet()) {
        Path file = directory.resolve(node.getKey() + ".conf");
        Files.writeString(
            file, settings(place, port, node.getKey(), roles, node.getValue()).root().render());
        files.add(file);
        port = place.prefix().isEmpty() ? network.freePort(place) : port + 1;
      }
      NodeProcess process = NodeProcess.start(place, directory.resolve(name + ".log"), files);
      members.put(process, files.size());
      return process;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private Config settings(
      Network.Place place, int port, String name, String roles, String participants) {
    return ConfigFactory.parseString(
        """
        lull {
          node { host = %s, %s }
          api.listen = ""
          cluster { address = %s, port = %d, seed-nodes = %s, plain-text = on }
          journal { profile = postgres, postgres { url = "%s", user = lull, connections = 4 } }
          host { life-file = "%s", announce-every = 1 s }
          %s
          %s
        }
        jdbc-journal.class = "io.lull.acceptance.cluster.child.HaltingJournal"
        """
            .formatted(
                name,
                roles,
                place.address(),
                port,
                joining,
                journal,
                directory.resolve(name + "-life"),
                more,
                participants));
  }

  LullNode requester() {
    return requester;
  }

  /** A node of a further requester in this process, with settings of its own. */
  LullNode anotherRequester(String name, String own) {
    int port = network.freePort(network.here());
    Config settings = settings(network.here(), port, name, "roles = [host]", "");
    return LullNode.start(ConfigFactory.parseString(own).withFallback(settings));
  }

  /** Who speaks for each host; hosts say so to every directory, and here is one. */
  Map<HostId, ActorRef<HostMessage>> agents() {
    TestProbe<DirectoryMessage> directory = TestProbe.create(requester.system());
    requester
        .system()
        .receptionist()
        .tell(Receptionist.register(DirectoryMessage.KEY, directory.getRef()));
    Map<HostId, ActorRef<HostMessage>> agents = new HashMap<>();
    while (!agents.keySet().containsAll(hosts.keySet().stream().map(HostId::new).toList())) {
      HostPresent present = directory.expectMessageClass(HostPresent.class, NodeProcess.LONG);
      agents.put(present.presence().host(), present.agent());
    }
    directory.stop();
    return agents;
  }

  /** A requester that repeats its calls sooner than people would. */
  Lull client() {
    return requester
        .client()
        .with(
            new ClientSettings(
                Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofMinutes(2)));
  }

  NodeProcess node(String name) {
    return nodes.get(name);
  }

  /** The hosts that there are, whether or not their processes run. */
  Set<String> hosts() {
    return hosts.keySet();
  }

  /** The process of a host. */
  NodeProcess processOf(String host) {
    return hosts.get(host);
  }

  /** The process has ended, however that came. */
  void forget(NodeProcess node) {
    nodes.values().remove(node);
    members.remove(node);
  }

  /** All that were started are members, nobody else is, and every host is known. */
  void awaitComplete() {
    nodes.values().forEach(NodeProcess::awaitStarted);
    // What has to be started anew has as long as the first time.
    Duration twice = NodeProcess.LONG.multipliedBy(2);
    int all = 1 + members.values().stream().mapToInt(Integer::intValue).sum();
    eventually(
        twice,
        () -> {
          nodes.values().forEach(NodeProcess::startAgainIfItLeft);
          assertThat(statuses()).hasSize(all).containsOnly(MemberStatus.up());
          assertThat(Cluster.get(requester.system()).state().getUnreachable()).isEmpty();
        });
    eventually(twice, () -> assertThat(writers()).isEqualTo(hosts.size()));
  }

  List<MemberStatus> statuses() {
    return StreamSupport.stream(
            Cluster.get(requester.system()).state().getMembers().spliterator(), false)
        .map(member -> member.status())
        .toList();
  }

  /** How many writers describe themselves to a session that asks now. */
  private int writers() {
    Opened opened = await(client().begin(POLICY));
    Described described = await(opened.describe(new BackupState(true, false, BackupType.FULL)));
    await(described.release());
    return described.writers().size();
  }

  private Path diaryOf(String host) {
    return directory.resolve(host + "-diary");
  }

  /** Where the provider of a host keeps its copies. */
  Path copiesOf(String host) {
    return directory.resolve(host + "-copies");
  }

  /** What truly happened to the writer of a host. */
  WriterDiary diary(String host) {
    return WriterDiary.read(diaryOf(host));
  }

  /** What the journal has of a session. */
  SessionRecord recordOf(SessionId session) {
    return SessionRecord.of(requester.system(), session, directory);
  }

  /** Which of these coordinators a session has written on. */
  NodeProcess nodeOf(String session, Collection<NodeProcess> coordinators) {
    coordinators.forEach(node -> node.order("writes " + session));
    return coordinators.stream()
        .filter(node -> node.heard(line -> line.startsWith("wrote " + session + " ")).isPresent())
        .findFirst()
        .orElseThrow();
  }

  /** The network, if nodes can be cut off in it. */
  Namespaces namespaces() {
    return (Namespaces) network;
  }

  /** Where nodes live, the requester's included. */
  List<String> placesOfNodes() {
    List<String> names = new ArrayList<>(nodes.keySet());
    names.add(network.here().name());
    return names;
  }

  /** Everybody reaches everybody again. */
  void heal() {
    if (network instanceof Namespaces namespaces) {
      namespaces.heal();
    }
  }

  void eventually(Runnable promise) {
    eventually(NodeProcess.LONG, promise);
  }

  private void eventually(Duration limit, Runnable promise) {
    TestProbe.create(requester.system())
        .awaitAssert(
            limit,
            () -> {
              promise.run();
              return promise;
            });
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(NodeProcess.LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(failed);
    } catch (InterruptedException | TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  @Override
  public void close() {
    try {
      requester.system().terminate();
      nodes.values().forEach(NodeProcess::close);
      requester.close();
      postgres.close();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } finally {
      network.close();
    }
  }
}
