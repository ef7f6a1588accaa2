package io.lull.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.SetInstant;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.writer.application.Turnstile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {
  private static final int SALES = 200;

  @TempDir Path directory;

  @Test
  void a_shop_that_sells_all_the_time_is_copied_without_a_sale_that_is_not_paid() throws Exception {
    Turnstile turnstile = new Turnstile();
    Path shop = Files.createDirectory(directory.resolve("shop"));
    Till till = new Till(shop, turnstile);
    try (LullNode node = open(turnstile, shop);
        var threads = Executors.newSingleThreadExecutor()) {
      till.sell("pear", 2);
      Future<Void> selling =
          threads.submit(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  till.sell("apple", 1);
                }
                return null;
              });
      Created created = backup(node, () -> assertThat(Till.missing(copy())).isZero());
      for (int sale = 0; sale < SALES; sale++) {
        till.sell("plum", 3);
      }
      selling.cancel(true);
      threads.shutdownNow();

      assertThat(created.grade()).isEqualTo(Grade.APPLICATION);
      assertThat(created.certificate().instant()).isEqualTo(SetInstant.COMMON);
    }
  }

  private LullNode open(Turnstile turnstile, Path shop) throws IOException {
    LullNode node =
        Shop.open(
            ConfigFactory.parseString(
                """
                lull {
                  node.host = shop
                  api.listen = ""
                  cluster.port = %d
                  host.life-file = "%s/life"
                  journal.embedded.file = "%s/journal.db"
                  writers.shop { kind = till, volumes = "%s" }
                  providers.main { kind = copy, directory = "%s" }
                }
                """
                    .formatted(
                        Ports.free(), directory, directory, shop, directory.resolve("copies"))),
            turnstile);
    TestProbe.create(node.system())
        .awaitAssert(
            Duration.ofSeconds(60),
            () -> assertThat(node.hosts().get()).containsExactly(new HostId("shop")));
    return node;
  }

  private Path copy() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("copies"))) {
      return files.filter(file -> file.endsWith("paid")).findFirst().orElseThrow().getParent();
    }
  }

  /** What somebody does with the copies while they are there. */
  @FunctionalInterface
  private interface Look {
    void run() throws Exception;
  }

  private static Created backup(LullNode node, Look look) {
    return Backup.ofEverything(
            new Policy(Limits.defaults(), Grade.APPLICATION, true),
            _ ->
                CompletableFuture.supplyAsync(
                    () -> {
                      try {
                        look.run();
                        return Set.<ComponentId>of();
                      } catch (Exception failed) {
                        throw new CompletionException(failed);
                      }
                    }))
        .run(node.client())
        .toCompletableFuture()
        .join();
  }
}
