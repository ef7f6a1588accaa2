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
import io.lull.writer.mariadb.TestMariadb;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.redis.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Money moves between engines that know nothing of each other. Their copies have all of it, neither
 * more nor less, only if they are of one instant at which none was on its way.
 */
class MoneyTest {
  private static final long MIB = 1L << 20;
  private static final int BETWEEN = 40;

  private final Turnstile turnstile = new Turnstile();
  private final List<Purse> purses = new ArrayList<>();
  private Path directory;
  private Path memory;
  private LoopDevice subvolumes;
  private LoopDevice files;

  @BeforeEach
  void open() throws Exception {
    Real.needRoot();
    TestPostgres.need();
    TestMariadb.need();
    TestRedis.need();
    Real.needCommand("python3");
    directory = RealNode.passable(Files.createTempDirectory("lull-money"));
    memory = Files.createTempDirectory(Path.of("/dev/shm"), "lull");
    subvolumes = LoopDevice.make(directory, "btrfs", 3072 * MIB);
    RealNode.passable(subvolumes.mount());
    files = LoopDevice.make(directory, "xfs", 320 * MIB);
    purses.add(SqlPurse.postgres(subvolume("postgres")));
    purses.add(SqlPurse.mariadb(subvolume("mariadb")));
    purses.add(PlainPurse.redis(subvolume("redis")));
    purses.add(new SqlitePurse(subvolume("sqlite"), memory));
    purses.add(PlainPurse.files(files.mount(), memory));
    for (Purse purse : purses) {
      Files.writeString(purse.volume().resolve(name(purse)), "this is a purse");
    }
  }

  private Path subvolume(String name) throws Exception {
    Path path = subvolumes.mount().resolve(name);
    ServerProcess.run(List.of("btrfs", "subvolume", "create", path.toString()));
    return path;
  }

  @AfterEach
  void close() throws Exception {
    for (Purse purse : purses) {
      purse.close();
    }
    for (LoopDevice device : List.of(subvolumes, files)) {
      device.close();
    }
    ServerProcess.remove(memory);
    ServerProcess.remove(directory);
  }

  @Test
  void every_set_has_all_the_money() throws Exception {
    sets(5);
  }

  @Test
  @Tag("full")
  void fifty_sets_out_of_fifty_have_all_the_money() throws Exception {
    sets(50);
  }

  private void sets(int number) throws Exception {
    try (LullNode node = node(writers());
        Market market = new Market(purses, Optional.of(turnstile))) {
      for (int set = 1; set <= number; set++) {
        market.moves(BETWEEN);
        List<Long> counted = new ArrayList<>();
        Created created =
            RealNode.backup(
                node,
                Grade.APPLICATION,
                () -> {
                  market.moves(BETWEEN);
                  counted.addAll(count());
                });
        assertThat(sum(counted)).as("set %d: %s", set, counted).isZero();
        assertThat(created.grade()).isEqualTo(Grade.APPLICATION);
        assertThat(created.certificate().instant()).isEqualTo(SetInstant.COMMON);
      }
    }
  }

  /** The same, with a writer that says that it holds everything, and holds nothing. */
  @Test
  void without_holds_money_is_lost_or_made() throws Exception {
    String all =
        purses.stream().map(purse -> purse.volume().toString()).collect(Collectors.joining(", "));
    String liar = "writers.liar { kind = front, volumes = \"%s\" }\n".formatted(all);
    try (LullNode node = node(liar);
        Market market = new Market(purses, Optional.empty())) {
      boolean wrong = false;
      for (int set = 1; set <= 10 && !wrong; set++) {
        market.moves(BETWEEN);
        List<Long> counted = new ArrayList<>();
        RealNode.backup(node, Grade.CRASH, () -> counted.addAll(count()));
        wrong = sum(counted) != 0;
      }
      assertThat(wrong).as("one of ten sets without a hold is wrong").isTrue();
    }
  }

  private static long sum(List<Long> counted) {
    return counted.stream().mapToLong(Long::longValue).sum();
  }

  private String writers() throws Exception {
    StringBuilder text =
        new StringBuilder(
            "writers.front { kind = front, volumes = \"%s\" }\n".formatted(files.mount()));
    for (Purse purse : purses) {
      text.append("writers.%s { %s }%n".formatted(name(purse), purse.writer()));
    }
    return text.toString();
  }

  private LullNode node(String writers) throws Exception {
    String providers =
        """
        providers.%s { kind = btrfs }
        providers.files { kind = copy, directory = "%s" }
        """
            .formatted(RealNode.PROVIDER, memory.resolve("copies"));
    return RealNode.start(
        memory, writers + providers, new ApplicationWriterFactory("front", turnstile));
  }

  private String name(Purse purse) {
    return "purse" + purses.indexOf(purse);
  }

  /** What each engine says when it is started on its copy. */
  private List<Long> count() throws Exception {
    Path restored = RealNode.passable(Files.createDirectory(directory.resolve("restored")));
    List<Path> copies = new ArrayList<>();
    for (Purse purse : purses) {
      Path from =
          purse.volume().equals(files.mount())
              ? memory.resolve("copies")
              : subvolumes.mount().resolve(".lull");
      copies.add(
          ServerProcess.copy(
              RealNode.found(from, name(purse)).getParent(), restored.resolve(name(purse))));
    }
    List<Long> counted =
        IntStream.range(0, purses.size()).parallel().mapToObj(i -> count(i, copies)).toList();
    ServerProcess.run(List.of("rm", "-rf", restored.toString()));
    return counted;
  }

  private long count(int purse, List<Path> copies) {
    try {
      return purses.get(purse).count(copies.get(purse));
    } catch (Exception damaged) {
      throw new AssertionError("expected " + copies.get(purse) + " to open", damaged);
    }
  }
}
