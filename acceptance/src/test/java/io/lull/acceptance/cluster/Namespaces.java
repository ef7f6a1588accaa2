package io.lull.acceptance.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lull.kernel.test.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace for each node, and this process as the network between them.
 *
 * <p>Each namespace has one device, whose cable ends here, so what becomes of a packet is decided
 * here: it is passed on, dropped or delayed, separately for each direction between two places. It
 * needs root and the command {@code ip}, and nothing else of the kernel.
 */
final class Namespaces implements Network {
  private static final String PREFIX = "lull-";
  private static final Path HOSTS = Path.of("/etc/netns");
  private static final int SOURCE_AT = 12;
  private static final int TARGET_AT = 16;
  private static final int HEADER = 20;
  private static final int JOURNAL = 250;

  /** What becomes of packets: as empty they are dropped, else they come so much later. */
  private record Fate(Optional<Duration> delay) {}

  private record Way(int from, int to) {}

  private final long owner = ProcessHandle.current().pid();
  private final String subnet = "10.%d.%d.".formatted(64 + owner / 256 % 64, owner % 256);
  private final Map<Integer, Tun> cables = new ConcurrentHashMap<>();
  private final Map<Way, Fate> fates = new ConcurrentHashMap<>();
  private final List<String> spaces = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService late =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("late packets").unstarted(task));
  private volatile boolean closed;
  private final Place here;

  private Namespaces() {
    removeLeftovers();
    Runtime.getRuntime().addShutdownHook(new Thread(this::removeSpaces));
    here = new Place("here", address(1), List.of());
    numbers.put("here", 1);
    String device = PREFIX + owner;
    plug(1, Tun.make(device));
    ip("addr", "add", address(1) + "/24", "dev", device);
    ip("addr", "add", address(JOURNAL) + "/32", "dev", device);
    ip("link", "set", device, "up");
    numbers.put("journal", JOURNAL);
    cables.put(JOURNAL, cables.get(1));
  }

  /** Why there cannot be such a network here; empty if there can. */
  static Optional<String> missing() {
    if (!System.getProperty("user.name").equals("root")) {
      return Optional.of("network namespaces need root, but this is " + user());
    }
    if (!Files.exists(Path.of("/dev/net/tun"))) {
      return Optional.of("the kernel has no /dev/net/tun");
    }
    try {
      new ProcessBuilder("ip", "-V").redirectErrorStream(true).start().onExit().join();
      return Optional.empty();
    } catch (IOException noCommand) {
      return Optional.of("there is no command ip (Debian: apt-get install iproute2)");
    }
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  /**
   * A new network. Where there cannot be one the test is skipped and says why, unless {@code
   * -Dlull.namespaces=required} makes that a failure.
   */
  static Namespaces create() {
    Optional<String> missing = missing();
    if (missing.isPresent() && "required".equals(System.getProperty("lull.namespaces"))) {
      throw new AssertionError("expected to cut off nodes, but " + missing.get());
    }
    assumeTrue(missing.isEmpty(), () -> "cannot cut off nodes: " + missing.orElse(""));
    return new Namespaces();
  }

  @Override
  public Place here() {
    return here;
  }

  @Override
  public Place journal() {
    return new Place("journal", address(JOURNAL), List.of());
  }

  @Override
  public Place place(String name) {
    return places.computeIfAbsent(name, this::make);
  }

  private Place make(String name) {
    int number = numbers.size() + 1;
    numbers.put(name, number);
    String space = space(number);
    String device = PREFIX + owner + "t" + number;
    ip("netns", "add", space);
    spaces.add(space);
    Tun cable = Tun.make(device);
    ip("link", "set", device, "netns", space);
    ip("-n", space, "addr", "add", address(number) + "/24", "dev", device);
    ip("-n", space, "link", "set", device, "up");
    ip("-n", space, "link", "set", "lo", "up");
    plug(number, cable);
    return new Place(name, address(number), List.of("ip", "netns", "exec", space));
  }

  @Override
  public int freePort(Place place) {
    return place.prefix().isEmpty() ? Ports.free() : 7355;
  }

  /** In this place, and nowhere else, the name has these addresses. */
  void name(Place place, String name, List<String> addresses) {
    try {
      Path directory = Files.createDirectories(HOSTS.resolve(space(numbers.get(place.name()))));
      Files.write(
          directory.resolve("hosts"),
          addresses.stream().map(address -> address + " " + name).toList());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String space(int number) {
    return PREFIX + owner + "-" + number;
  }

  /** Nothing that one place sends reaches the other. */
  void drop(String from, String to) {
    fates.put(way(from, to), new Fate(Optional.empty()));
  }

  /** What one place sends reaches the other so much later. */
  void delay(String from, String to, Duration delay) {
    fates.put(way(from, to), new Fate(Optional.of(delay)));
  }

  /** Everybody reaches everybody at once again. */
  void heal() {
    fates.clear();
  }

  private Way way(String from, String to) {
    return new Way(numbers.get(from), numbers.get(to));
  }

  private String address(int number) {
    return subnet + number;
  }

  private void plug(int number, Tun cable) {
    cables.put(number, cable);
    readers.add(Thread.ofPlatform().daemon().name("cable " + number).start(() -> carry(cable)));
  }

  private void carry(Tun cable) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = Tun.room(arena);
      MemorySegment poll = Tun.poll(arena);
      while (!closed) {
        int length = cable.read(room, poll);
        if (length < 0) {
          return;
        }
        if (length >= HEADER) {
          pass(room, length);
        }
      }
    }
  }

  private void pass(MemorySegment room, int length) {
    byte[] packet = Tun.copy(room, length);
    boolean ours =
        packet[0] >> 4 == 4 && ofSubnet(packet, SOURCE_AT) && ofSubnet(packet, TARGET_AT);
    if (!ours) {
      return;
    }
    int from = packet[SOURCE_AT + 3] & 0xff;
    int to = packet[TARGET_AT + 3] & 0xff;
    Fate fate = fates.get(new Way(from, to));
    if (fate == null) {
      deliver(to, room, length);
    } else if (fate.delay().isPresent()) {
      var _ =
          late.schedule(
              () -> deliver(to, packet), fate.delay().get().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean ofSubnet(byte[] packet, int at) {
    byte[] net = {10, (byte) (64 + owner / 256 % 64), (byte) (owner % 256)};
    return ByteBuffer.wrap(packet, at, net.length).equals(ByteBuffer.wrap(net));
  }

  private void deliver(int to, MemorySegment packet, int length) {
    Tun cable = cables.get(to);
    if (cable != null && !closed) {
      cable.write(packet, length);
    }
  }

  private void deliver(int to, byte[] packet) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(packet.length);
      MemorySegment.copy(packet, 0, room, ValueLayout.JAVA_BYTE, 0, packet.length);
      deliver(to, room, packet.length);
    }
  }

  @Override
  public void close() {
    closed = true;
    late.shutdownNow();
    for (Thread reader : readers) {
      try {
        reader.join();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    cables.values().stream().distinct().forEach(Tun::close);
    removeSpaces();
  }

  private synchronized void removeSpaces() {
    spaces.forEach(Namespaces::remove);
    spaces.clear();
  }

  private static void remove(String space) {
    ip("netns", "del", space);
    try {
      Files.deleteIfExists(HOSTS.resolve(space).resolve("hosts"));
      Files.deleteIfExists(HOSTS.resolve(space));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Those of tests that were killed before they could clean up. */
  private void removeLeftovers() {
    for (String line : ip("netns", "list").lines().toList()) {
      String space = line.split(" ", 2)[0];
      if (space.matches(PREFIX + "\\d+-\\d+")
          && ProcessHandle.of(Long.parseLong(space.split("-", 3)[1])).isEmpty()) {
        remove(space);
      }
    }
  }

  private static String ip(String... words) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("expected " + command + " to succeed, but it said: " + said);
      }
      return said;
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }
}
