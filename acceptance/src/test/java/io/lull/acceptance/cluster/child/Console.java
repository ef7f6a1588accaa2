package io.lull.acceptance.cluster.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.function.Consumer;

/** How this process and the test that started it talk: a line each. */
final class Console {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private Console() {}

  static void say(String line) {
    OUT.println(line);
  }

  /** Hands on what the test says; when there is no test any more, this process ends. */
  static void listen(Consumer<String> order) {
    Thread.ofPlatform()
        .daemon()
        .name("console")
        .start(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  order.accept(line);
                }
              } catch (IOException gone) {
                // As its end.
              } finally {
                Runtime.getRuntime().halt(1);
              }
            });
  }
}
