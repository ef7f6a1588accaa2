package io.lull.demo;

import io.lull.node.tool.Output;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells the story on this terminal, and leaves nothing behind, however it ends. */
public final class Demo {
  private static final int FALLS_SILENT_SECONDS = 5;

  private Demo() {}

  public static void main(String[] args) {
    if (args.length != 0) {
      new PrintStream(System.err, true, StandardCharsets.UTF_8)
          .println(
              Output.refusal("demo", "expected no argument, but got " + String.join(" ", args)));
      System.exit(ExitCode.USAGE.number());
    }
    Screen screen = Screen.ofProcess(System.getenv());
    // The host in this process says nothing of its own; those in others have files for it.
    System.setProperty("lull.log", "OFF");
    System.exit((tell(screen) ? ExitCode.COMPLETED : ExitCode.FAILED).number());
  }

  private static boolean tell(Screen screen) {
    Cast cast = new Cast();
    CountDownLatch told = new CountDownLatch(1);
    Thread teller = Thread.currentThread();
    // Ctrl-C ends the process while the story is being told. Whatever it has begun by then has to
    // go, so the hook is there before anything else is.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> clean(cast, screen, teller, told), "lull-demo-cleans"));
    try {
      cast.prepare();
      return new Story(cast, screen).tell();
    } catch (CompletionException failed) {
      bad(cast, screen, String.valueOf(failed.getCause()));
    } catch (Exception failed) {
      bad(cast, screen, String.valueOf(failed.getMessage()));
    } finally {
      told.countDown();
    }
    return false;
  }

  /** Whoever has ended the demonstration need not be told that it could not go on. */
  private static void bad(Cast cast, Screen screen, String why) {
    // Ctrl-C may reach what was just being started before it reaches us.
    if (!cast.isOverSoon()) {
      screen.bad("the demonstration could not go on: " + why);
    }
  }

  private static void clean(Cast cast, Screen screen, Thread teller, CountDownLatch told) {
    try (cast) {
      cast.end();
      teller.interrupt();
      // What is still being told may write once more where everything is to be removed.
      if (!told.await(FALLS_SILENT_SECONDS, TimeUnit.SECONDS)) {
        screen.line("the demonstration is removed while it still runs");
      }
    } catch (IOException | SQLException left) {
      screen.bad("something was left behind: " + left.getMessage());
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    }
  }
}
