package io.lull.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.coordinator.client.Backup;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does once what every node does, so that the virtual machine learns which classes a start needs.
 *
 * <p>A node alone starts in a directory of its own, takes a few backups of nothing, and stops. The
 * cache that the virtual machine then writes makes the next start of a real node shorter.
 */
public final class Training {
  private static final int BACKUPS = 20;

  private Training() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length != 1) {
      out.println("Usage: lull train DIRECTORY");
      System.exit(ExitCode.USAGE.number());
    }
    Optional<Throwable> failure = run(Path.of(args[0]));
    failure.ifPresent(why -> out.println("lull train: " + why));
    System.exit(failure.isEmpty() ? ExitCode.COMPLETED.number() : ExitCode.FAILED.number());
  }

  /**
   * Runs in this directory, which may be removed afterwards.
   *
   * @return why it did not work, if it did not
   */
  static Optional<Throwable> run(Path directory) throws IOException, InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (LullNode node = LullNode.start(settings(directory))) {
      node.whenReady()
          .thenCompose(ready -> backups(ready, BACKUPS))
          .whenComplete(
              (done, failed) -> {
                failure.set(failed);
                over.countDown();
              });
      over.await();
    }
    return Optional.ofNullable(failure.get());
  }

  private static CompletionStage<LullNode> backups(LullNode node, int left) {
    Policy policy = new Policy(Limits.defaults(), Grade.APPLICATION, true);
    return left == 0
        ? CompletableFuture.completedStage(node)
        : Backup.ofEverything(policy, _ -> CompletableFuture.completedStage(Set.of()))
            .run(node.client())
            .thenCompose(_ -> backups(node, left - 1));
  }

  private static Config settings(Path directory) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return ConfigFactory.parseString(
          """
          lull {
            cluster.port = %d
            host.life-file = "%s/life"
            journal.embedded.file = "%s/journal.db"
            api.listen = ""
            writers.db { kind = test, components = "data:/data" }
            providers.main { kind = test, directory = "%s/copies" }
          }
          """
              .formatted(free.getLocalPort(), directory, directory, directory));
    }
  }
}
