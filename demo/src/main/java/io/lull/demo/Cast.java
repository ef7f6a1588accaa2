package io.lull.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.node.LullNode;
import io.lull.writer.application.ApplicationWriterFactory;
import io.lull.writer.application.Turnstile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Who takes part: a coordinator and two hosts in processes of their own, and this process, which is
 * a bank with a third host inside.
 *
 * <p>All of them talk on this machine only, and keep what they keep in two directories that go with
 * them: one on the disk, and one in memory, where guards note what they hold.
 */
final class Cast implements AutoCloseable {
  static final int HOSTS = 3;

  private static final String COORDINATOR = "coordinator";
  private static final List<String> CHILD_HOSTS = List.of("north", "south");

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long LOOK_AGAIN_MILLIS = 200;
  private static final long SOON_MILLIS = 1000;
  private static final long START_NANOS = 120_000_000_000L;

  private final Path disk = fresh(Path.of(System.getProperty("java.io.tmpdir")));
  private final Path memory = fresh(Files.isDirectory(MEMORY) ? MEMORY : disk);
  private final Turnstile turnstile = new Turnstile();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final List<Closing> open = new ArrayList<>();
  private final List<Store> stores = new ArrayList<>();
  private int apiPort;
  private final CountDownLatch ending = new CountDownLatch(1);
  private boolean over;

  /** Something that was started and has to end. */
  @FunctionalInterface
  private interface Closing {
    void close() throws SQLException;
  }

  /** What is not there yet has its name already, so that it can be removed at any moment. */
  private static Path fresh(Path below) {
    return below.resolve("lull-demo-" + UUID.randomUUID());
  }

  /** Nobody has started yet, but there is money. */
  void prepare() throws IOException, SQLException {
    Directories.closed(disk);
    Directories.closed(memory);
    apiPort = freePort();
    ports.put(COORDINATOR, freePort());
    for (String host : CHILD_HOSTS) {
      ports.put(host, freePort());
    }
    stores.add(new FileStore("bank: files", disk.resolve("bank")));
    for (String host : CHILD_HOSTS) {
      stores.add(new SqliteStore(host + ": SQLite", disk.resolve(host)));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The bank opens; its moves pass the turnstile that its writer can close. */
  Bank bank() throws SQLException {
    Bank bank = new Bank(stores, turnstile);
    own(bank::close);
    return bank;
  }

  Desk desk() {
    return new Desk(apiPort, disk.resolve("api.token"));
  }

  Path scratch(String name) {
    return disk.resolve(name);
  }

  /** The one that all others join. It asks nobody, so that nobody has to wait for an answer. */
  Child coordinator() throws IOException, SQLException {
    return coordinator(List.of(COORDINATOR));
  }

  /** The next one with the same journal, which joins those that are left. */
  Child coordinatorAgain() throws IOException, SQLException {
    return coordinator(CHILD_HOSTS);
  }

  private Child coordinator(List<String> seeds) throws IOException, SQLException {
    return start(
        COORDINATOR,
        seeds,
        """
        node.roles = [coordinator]
        journal.embedded.file = "%s/journal.db"
        api { listen = "127.0.0.1:%d", own-token-file = "%s/api.token" }
        """
            .formatted(disk, apiPort, disk));
  }

  Child host(String name, String more) throws IOException, SQLException {
    return start(
        name,
        ports.keySet(),
        """
        node.roles = [host]
        writers.accounts {
          kind = sqlite, databases = "%s/*.db", behind = bank/front, run-directory = "%s"
        }
        """
                .formatted(disk.resolve(name), memory.resolve(name))
            + ownPart(name)
            + more);
  }

  private Child start(String name, Collection<String> seeds, String settings)
      throws IOException, SQLException {
    Path file = disk.resolve(name + ".conf");
    Files.writeString(file, "lull {\n" + common(name, seeds) + settings + "}\n");
    Child child = Child.start(name, file, disk.resolve(name + ".log"));
    own(child::close);
    return child;
  }

  /** The bank's own host, in this process. */
  LullNode bankHost() throws IOException, SQLException {
    String settings =
        "lull {\n"
            + common("bank", ports.keySet())
            + "node.roles = [host]\nwriters.front { kind = front, volumes = \"%s\" }%n"
                .formatted(disk.resolve("bank"))
            + ownPart("bank")
            + "}\npekko.loglevel = off\n";
    Config config = ConfigFactory.parseString(settings);
    LullNode node =
        LullNode.start(config, List.of(new ApplicationWriterFactory("front", turnstile)));
    own(node::close);
    return node;
  }

  private int port(String name) throws IOException {
    return ports.containsKey(name) ? ports.get(name) : freePort();
  }

  private String common(String name, Collection<String> seeds) throws IOException {
    return """
    node.host = %s
    cluster { port = %d, seed-nodes = [%s] }
    """
        .formatted(
            name,
            port(name),
            seeds.stream()
                .map(seed -> "\"127.0.0.1:" + ports.get(seed) + "\"")
                .collect(Collectors.joining(", ")));
  }

  private String ownPart(String name) throws IOException {
    return """
    api.listen = ""
    host { life-file = "%s/life-%s", announce-every = 1 s }
    providers.copies { kind = copy, directory = "%s" }
    """
        .formatted(disk, name, Directories.closed(disk.resolve("copies-" + name)));
  }

  /** Waits until the coordinator hears all hosts. */
  void awaitHosts(List<Child> children) throws IOException, InterruptedException {
    Desk desk = desk();
    long end = System.nanoTime() + START_NANOS;
    while (desk.hosts() < HOSTS) {
      for (Child child : children) {
        child.demandAlive();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "expected the nodes to find each other within two minutes, but they did not;"
                + " look whether the machine is very busy");
      }
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  /** What has started has to go; what starts when everybody goes already does not stay. */
  private void own(Closing started) throws SQLException {
    synchronized (this) {
      if (!over) {
        open.add(started);
        return;
      }
    }
    started.close();
    throw new IllegalStateException("expected the demonstration to go on, but it is over");
  }

  /** Whether everybody has to go, or does so within a second. */
  boolean isOverSoon() {
    try {
      return ending.await(SOON_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException itIs) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Everybody goes, the last first; one who does not go in good order keeps nobody else. */
  void end() throws SQLException {
    List<Closing> started;
    synchronized (this) {
      over = true;
      ending.countDown();
      started = open.reversed();
    }
    Optional<SQLException> trouble = Optional.empty();
    for (Closing last : started) {
      try {
        last.close();
      } catch (SQLException failed) {
        trouble = Optional.of(failed);
      }
    }
    if (trouble.isPresent()) {
      throw trouble.get();
    }
  }

  /** Takes away everything that was kept. */
  @Override
  public void close() throws IOException {
    Directories.remove(disk);
    Directories.remove(memory);
  }
}
