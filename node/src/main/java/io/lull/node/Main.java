package io.lull.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.health.Health;
import io.lull.cluster.config.settings.LogFormat;
import io.lull.node.service.Reported;
import io.lull.node.service.Reporter;
import io.lull.node.service.ServiceManager;
import io.lull.node.tool.Output;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.SettingsFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a node until it is told to stop; its one argument names the file with its settings, and
 * without it the usual one is read if it is there.
 *
 * <p>After {@code --with-parent} it also ends when its input does: whoever started it and holds the
 * other end of the pipe is gone then, however it went.
 */
public final class Main {
  // A node that has left its cluster is of no use; whoever watches the process starts a new one.
  private static final Config PROCESS =
      ConfigFactory.parseString("pekko.coordinated-shutdown.exit-jvm = on");

  // Read by logback.xml.
  private static final String LOG_FORMAT = "LULL_LOG_FORMAT";
  private static final String WITH_PARENT = "--with-parent";

  private Main() {}

  /**
   * What stands behind the command.
   *
   * @param withParent whether it ends when its input does
   */
  record Typed(boolean withParent, SettingsFile file) {
    static Typed of(List<String> words, Path usual) {
      List<String> files = new ArrayList<>(words);
      boolean withParent = files.remove(WITH_PARENT);
      return new Typed(withParent, SettingsFile.of(files, usual));
    }
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    try {
      Typed typed = Typed.of(List.of(args), SettingsFiles.USUAL);
      if (typed.withParent()) {
        Thread.ofPlatform().daemon().name("lull-parent").start(Main::endWithParent);
      }
      Optional<ServiceManager> manager =
          ServiceManager.of(System.getenv(), ProcessHandle.current().pid());
      Config own = typed.file().read().withFallback(PROCESS);
      out.println("lull node reads its settings from " + typed.file().told());
      // Before anything is logged: the log reads it once.
      System.setProperty(LOG_FORMAT, LogFormat.of(own).key());
      LullNode node = LullNode.start(own);
      manager.ifPresent(there -> report(node, there));
      out.println(
          "lull node of "
              + node.system().address()
              + " has started"
              + node.api().map(api -> ", and answers on " + api.address()).orElse(""));
      node.whenReady()
          .thenAccept(
              there -> out.println("lull node of " + there.system().address() + " is ready"));
      node.system().getWhenTerminated().toCompletableFuture().join();
    } catch (IllegalArgumentException wrong) {
      err.println(Output.refusal("node", String.valueOf(wrong.getMessage())));
      System.exit(ExitCode.USAGE.number());
    } catch (RuntimeException refused) {
      err.println("lull node: " + refused.getMessage());
      System.exit(ExitCode.FAILED.number());
    } catch (LinkageError incomplete) {
      // A node of which a part is missing would run on without it, and nobody would know.
      err.println(
          "lull node: expected all of the program, but found no "
              + incomplete.getMessage()
              + "; install it again");
      System.exit(ExitCode.FAILED.number());
    }
  }

  private static void report(LullNode node, ServiceManager manager) {
    var reporter =
        Reporter.start(
            node.system(),
            manager,
            new Reported() {
              @Override
              public boolean alive() {
                return Health.alive(node.system());
              }

              @Override
              public boolean ready() {
                return node.ready().getAsBoolean();
              }

              @Override
              public int held() {
                return node.held().getAsInt();
              }
            });
    node.whenReady().thenAccept(_ -> reporter.tell(new Reporter.Look()));
  }

  private static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      // As its end.
    }
    System.exit(ExitCode.COMPLETED.number());
  }
}
