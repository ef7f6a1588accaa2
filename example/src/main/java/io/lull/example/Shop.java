package io.lull.example;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.node.LullNode;
import io.lull.writer.application.ApplicationWriterFactory;
import io.lull.writer.application.Turnstile;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A shop that sells all day, and stands still for a moment whenever somebody makes a backup.
 *
 * <p>It has a node of Lull inside. All that ties the two together is the turnstile, and one line of
 * the settings:
 *
 * <pre>
 *   lull.writers.shop { kind = till, volumes = "/srv/shop" }
 * </pre>
 */
public final class Shop {
  private Shop() {}

  /** Sells until it is told to stop: the directory of the till, and a file with settings. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (arguments.length != 2) {
      out.println("Usage: shop DIRECTORY SETTINGS");
      System.exit(64);
    }
    Turnstile turnstile = new Turnstile();
    Till till = new Till(Path.of(arguments[0]), turnstile);
    try (LullNode node = open(ConfigFactory.parseFile(Path.of(arguments[1]).toFile()), turnstile)) {
      out.println("the shop is open; its node is " + node.system().address());
      while (!Thread.interrupted()) {
        till.sell("apple", 1);
      }
    }
  }

  /** Starts the node inside the shop, with one kind of writer more than it has by itself. */
  public static LullNode open(Config settings, Turnstile turnstile) {
    return LullNode.start(settings, List.of(new ApplicationWriterFactory("till", turnstile)));
  }
}
