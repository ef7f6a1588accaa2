package io.lull.demo;

import io.lull.cli.frame.Terminal;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;

/** Tells the story on this terminal, and leaves nothing behind, however it ends. */
public final class Demo {
  private Demo() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length != 0) {
      out.println("lull demo: expected no argument, but got " + args.length + "; it needs none");
      System.exit(ExitCode.USAGE.number());
    }
    boolean terminal = Terminal.ofProcess(System.getenv()).out();
    Screen screen = new Screen(out, terminal && System.getenv("NO_COLOR") == null);
    // The host in this process says nothing of its own; those in others have files for it.
    System.setProperty("lull.log", "OFF");
    System.exit((tell(screen) ? ExitCode.COMPLETED : ExitCode.FAILED).number());
  }

  private static boolean tell(Screen screen) {
    try {
      Cast cast = Cast.prepare();
      // Ctrl-C ends the process while the story is being told; what was started has to go first.
      Thread cleaner = new Thread(() -> close(cast, screen), "lull-demo-cleans");
      Runtime.getRuntime().addShutdownHook(cleaner);
      return new Story(cast, screen).tell();
    } catch (CompletionException failed) {
      screen.bad("the demonstration could not go on: " + failed.getCause());
    } catch (Exception failed) {
      screen.bad("the demonstration could not go on: " + failed.getMessage());
    }
    return false;
  }

  private static void close(Cast cast, Screen screen) {
    try {
      cast.close();
    } catch (IOException | SQLException left) {
      screen.bad("something was left behind: " + left.getMessage());
    }
  }
}
