package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.coordinator.client.Created;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.SetInstant;
import io.lull.writer.application.ApplicationWriterFactory;
import io.lull.writer.application.Turnstile;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL on each of two hosts; backup mode stops the writes of neither. */
class TwoServersTest {
  private static final long MIB = 1L << 20;
  private static final int MOVES = 100;

  private Path directory;

  @BeforeEach
  void begin() throws Exception {
    Real.needRoot();
    TestPostgres.need();
    directory =
        Files.setPosixFilePermissions(
            Files.createTempDirectory("lull-two"), PosixFilePermissions.fromString("rwxr-xr-x"));
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
      Files.setPosixFilePermissions(device.mount(), PosixFilePermissions.fromString("rwxr-xr-x"));
      try (Purse here = purse(device, "here");
          Purse there = purse(device, "there")) {
        List<Purse> purses = List.of(here, there);
        try (Market market = new Market(purses, Optional.empty())) {
          assertThat(backup(market, turnstile, "", without(here), without(there)))
              .isEqualTo(SetInstant.PER_WRITER);
        }
        try (Market market = new Market(purses, Optional.of(turnstile))) {
          assertThat(
                  backup(
                      market,
                      turnstile,
                      "writers.front { kind = front }\n",
                      here.writer(),
                      there.writer()))
              .isEqualTo(SetInstant.COMMON);
        }
      }
    }
  }

  private static Purse purse(LoopDevice device, String name) throws Exception {
    Path volume = device.mount().resolve(name);
    ServerProcess.run(List.of("btrfs", "subvolume", "create", volume.toString()));
    return SqlPurse.postgres(volume);
  }

  private static String without(Purse purse) throws Exception {
    return purse.writer().replace("behind = alone/front, ", "");
  }

  private SetInstant backup(
      Market market, Turnstile turnstile, String front, String here, String there)
      throws Exception {
    int port = ServerProcess.freePort();
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
                ServerProcess.freePort(),
                state("second"),
                seeds + "node.roles = [host]\n" + host(there))) {
      RealNode.awaitHosts(first, "alone", "other");
      market.moves(MOVES);
      Created created = RealNode.backup(first, Grade.APPLICATION, () -> market.moves(MOVES));
      assertThat(second.system().whenTerminated().isCompleted()).isFalse();
      return created.certificate().instant();
    }
  }

  private static String host(String writer) {
    return "writers.db { %s }\nproviders.main { kind = btrfs }\n".formatted(writer);
  }

  private Path state(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name));
  }
}
