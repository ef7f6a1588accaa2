package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.coordinator.client.Created;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.SetInstant;
import io.lull.writer.application.ApplicationWriterFactory;
import io.lull.writer.application.Turnstile;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestBouncer;
import io.lull.writer.postgres.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL on each of two hosts; backup mode by itself stops the writes of neither. */
class TwoServersTest {
  private static final long MIB = 1L << 20;
  private static final int MOVES = 100;
  private static final long IN_HANDS = Purse.HANDS * 97L;

  private Path directory;

  @BeforeEach
  void begin() throws Exception {
    Real.needRoot();
    TestPostgres.need();
    directory = RealNode.passable(Files.createTempDirectory("lull-two"));
  }

  @AfterEach
  void end() throws Exception {
    ServerProcess.remove(directory);
  }

  @Test
  void without_a_barrier_each_copy_has_an_instant_of_its_own_and_with_one_both_have_the_same()
      throws Exception {
    Turnstile turnstile = new Turnstile();
    try (LoopDevice device = LoopDevice.make(directory, "btrfs", 1280 * MIB)) {
      RealNode.passable(device.mount());
      try (Purse here = purse(device, "here");
          Purse there = purse(device, "there")) {
        List<Purse> purses = List.of(here, there);
        try (Market market = new Market(purses, Optional.empty())) {
          String nobody = "";
          assertThat(instant(market, turnstile, nobody, without(here), without(there), () -> {}))
              .isEqualTo(SetInstant.PER_WRITER);
        }
        try (Market market = new Market(purses, Optional.of(turnstile))) {
          String front = "writers.front { kind = front }\n";
          assertThat(instant(market, turnstile, front, here.writer(), there.writer(), () -> {}))
              .isEqualTo(SetInstant.COMMON);
        }
      }
    }
  }

  /**
   * Between two purses money is in nobody's, and no hand has more than one amount in its hand: that
   * much can be missing at any instant, and no more.
   */
  @Test
  void a_bouncer_before_each_of_them_is_a_barrier() throws Exception {
    TestBouncer.need();
    Path run = Files.createTempDirectory(Path.of("/dev/shm"), "lull-two");
    try (LoopDevice device = LoopDevice.make(directory, "btrfs", 1280 * MIB)) {
      RealNode.passable(device.mount());
      try (Purse here = barred(device, "here", run);
          Purse there = barred(device, "there", run)) {
        List<Purse> purses = List.of(here, there);
        List<Long> counted = new ArrayList<>();
        try (Market market = new Market(purses, Optional.empty())) {
          String nobody = "";
          SetInstant instant =
              instant(
                  market,
                  new Turnstile(),
                  nobody,
                  here.writer(),
                  there.writer(),
                  () -> {
                    for (Purse purse : purses) {
                      counted.add(count(device, purse));
                    }
                  });
          assertThat(instant).isEqualTo(SetInstant.COMMON);
        }
        assertThat(counted.stream().mapToLong(Long::longValue).sum())
            .as("money in %s", counted)
            .isBetween(-IN_HANDS, 0L);
      }
    } finally {
      ServerProcess.remove(run);
    }
  }

  private Purse barred(LoopDevice device, String name, Path run) throws Exception {
    Path home = Files.createDirectory(directory.resolve("bouncer-" + name));
    Purse purse = SqlPurse.postgresBehindBouncer(volume(device, name), home, run);
    Files.writeString(purse.volume().resolve("purse-" + name), "this is a purse");
    return purse;
  }

  private long count(LoopDevice device, Purse purse) throws Exception {
    String name = purse.volume().getFileName().toString();
    Path copy = RealNode.found(device.mount().resolve(".lull"), "purse-" + name).getParent();
    return purse.count(ServerProcess.copy(copy, directory.resolve("restored-" + name)));
  }

  private static Path volume(LoopDevice device, String name) throws Exception {
    Path volume = device.mount().resolve(name);
    ServerProcess.run(List.of("btrfs", "subvolume", "create", volume.toString()));
    return volume;
  }

  private static Purse purse(LoopDevice device, String name) throws Exception {
    return SqlPurse.postgres(volume(device, name));
  }

  private static String without(Purse purse) throws Exception {
    return purse.writer().replace("behind = alone/front, ", "");
  }

  private SetInstant instant(
      Market market,
      Turnstile turnstile,
      String front,
      String here,
      String there,
      RealNode.Store store)
      throws Exception {
    int port = Ports.free();
    String seeds = "cluster.seed-nodes = [\"127.0.0.1:%d\"]\n".formatted(port);
    try (LullNode first =
            RealNode.start(
                "alone",
                port,
                state("first"),
                seeds + front + host(here),
                new ApplicationWriterFactory("front", turnstile));
        LullNode second =
            RealNode.start(
                "other",
                Ports.free(),
                state("second"),
                seeds + "node.roles = [host]\n" + host(there))) {
      RealNode.awaitHosts(first, "alone", "other");
      market.moves(MOVES);
      Created created =
          RealNode.backup(
              first,
              Grade.APPLICATION,
              () -> {
                market.moves(MOVES);
                store.run();
              });
      assertThat(second.system().whenTerminated().isCompleted()).isFalse();
      return created.certificate().instant();
    }
  }

  private static String host(String writer) {
    return "writers.db { %s }\nproviders.%s { kind = btrfs }\n"
        .formatted(writer, RealNode.PROVIDER);
  }

  private Path state(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name));
  }
}
