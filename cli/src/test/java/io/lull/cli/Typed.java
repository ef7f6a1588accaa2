package io.lull.cli;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What came of a command that was typed. */
public record Typed(int exit, String out, String err) {
  /** Runs a command of a user who has nothing of his own, at no terminal. */
  public static Typed run(Path directory, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new Program(
                new Surroundings(
                    Map.of("XDG_STATE_HOME", directory + "/state"),
                    directory,
                    new PrintStream(out, false, StandardCharsets.UTF_8),
                    new PrintStream(err, false, StandardCharsets.UTF_8),
                    new Terminal(false, false, true, 80)))
            .run(args);
    return new Typed(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  public static Typed at(FakeNode node, Path directory, String... args) {
    List<String> all = new ArrayList<>(List.of("--node", node.url()));
    all.addAll(Arrays.asList(args));
    return run(directory, all.toArray(String[]::new));
  }
}
