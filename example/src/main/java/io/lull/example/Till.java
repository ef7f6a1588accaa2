package io.lull.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.writer.application.Turnstile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The till of a shop: what is sold is written down in one file, and what was paid in another.
 *
 * <p>Between the two lines of a sale the files disagree. A copy is good only if it was made while
 * nobody was in the middle of a sale.
 */
public final class Till {
  private final Path sold;
  private final Path paid;
  private final Turnstile turnstile;

  public Till(Path directory, Turnstile turnstile) {
    this.sold = directory.resolve("sold");
    this.paid = directory.resolve("paid");
    this.turnstile = turnstile;
  }

  /** Sells one thing; waits while the shop stands still for a backup. */
  public void sell(String thing, int price) throws Exception {
    turnstile.pass(
        () -> {
          append(sold, thing + " " + price);
          append(paid, Integer.toString(price));
          return price;
        });
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(
        file, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** How much more was sold than paid; nothing, unless somebody looks in the middle of a sale. */
  public static long missing(Path directory) throws IOException {
    return sum(directory.resolve("sold")) - sum(directory.resolve("paid"));
  }

  private static long sum(Path file) throws IOException {
    try (var lines = Files.lines(file, UTF_8)) {
      return lines.mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).sum();
    }
  }
}
