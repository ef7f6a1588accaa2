package io.lull.node.tool;

import io.lull.protocol.failure.ExitCode;
import io.lull.writer.guard.ThawLocal;
import io.lull.writer.guard.ThawNews;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link ThawLocal} for programs, which say in which form they want to be told. Who only wants
 * everything to run again takes that one, which needs the least.
 */
public final class ThawTool {
  private ThawTool() {}

  /**
   * What was found, and what became of it.
   *
   * @param exit what the program exits with
   */
  record Thawing(int exit, String meaning, List<ThawNews> found) {}

  /** Ends with a number of {@link ExitCode}. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Runtime.getRuntime().halt(run(arguments, out, err).number());
  }

  static ExitCode run(String[] arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    return Output.run("thaw", arguments, out, err, ThawTool::thaw);
  }

  private static ExitCode thaw(Output output) throws InterruptedException {
    ThawLocal thaw = ThawLocal.of(output.arguments());
    List<ThawNews> found = new ArrayList<>();
    ExitCode exit = thaw.run(found::add);
    output.show(
        new Thawing(exit.number(), meaning(exit), found),
        lines -> found.forEach(news -> lines.println(news.line())));
    return exit;
  }

  /** Nobody has asked for a grade here. */
  private static String meaning(ExitCode exit) {
    return exit == ExitCode.COMPLETED ? "done, as what was found says" : exit.meaning();
  }
}
