package io.lull.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.protocol.failure.ExitCode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs a node until it is told to stop; its one argument names the file with its settings. */
public final class Main {
  // A node that has left its cluster is of no use; whoever watches the process starts a new one.
  private static final Config PROCESS =
      ConfigFactory.parseString("pekko.coordinated-shutdown.exit-jvm = on");

  private Main() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length > 1) {
      out.println("Usage: lull node [FILE]");
      System.exit(ExitCode.USAGE.number());
    }
    try {
      LullNode node = LullNode.start(settings(args).withFallback(PROCESS));
      out.println(
          "lull node of "
              + node.system().address()
              + " has started"
              + node.api().map(api -> ", and answers on " + api.address()).orElse(""));
      node.whenReady()
          .thenAccept(
              there -> out.println("lull node of " + there.system().address() + " is ready"));
      node.system().getWhenTerminated().toCompletableFuture().join();
    } catch (RuntimeException refused) {
      out.println("lull node: " + refused.getMessage());
      System.exit(ExitCode.FAILED.number());
    }
  }

  private static Config settings(String[] args) {
    if (args.length == 0) {
      return ConfigFactory.empty();
    }
    Path file = Path.of(args[0]);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "expected a file with settings that can be read, but " + file + " cannot");
    }
    return ConfigFactory.parseFile(file.toFile());
  }
}
