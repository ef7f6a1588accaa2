package io.lull.demo;

import io.lull.cli.frame.Terminal;
import io.lull.protocol.failure.ExitCode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

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
    AtomicBoolean told = new AtomicBoolean();
    try {
      Cast cast = Cast.prepare();
      // Ctrl-C ends the process while the story is being told; what was started has to go first.
      Thread cleaner = new Thread(() -> close(cast, screen), "lull-demo-cleans");
      Runtime.getRuntime().addShutdownHook(cleaner);
      told.set(new Story(cast, screen).tell());
    } catch (Exception failed) {
      Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
      screen.bad("the demonstration could not go on: " + cause.getMessage());
    }
    System.exit((told.get() ? ExitCode.COMPLETED : ExitCode.FAILED).number());
  }

  private static void close(Cast cast, Screen screen) {
    try {
      cast.close();
    } catch (Exception left) {
      screen.bad("something was left behind: " + left.getMessage());
    }
  }
}
