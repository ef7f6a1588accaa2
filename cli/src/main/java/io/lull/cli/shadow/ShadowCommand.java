package io.lull.cli.shadow;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.command.SameNode;
import io.lull.cli.frame.Format;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.Wire;
import io.lull.wire.text.TroubleView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A shell with diskshadow's verbs, and a runner of scripts in them. */
@picocli.CommandLine.Command(
    name = "shadow",
    description = {
      "Work step by step with diskshadow's verbs: at a prompt, or as a script.",
      "",
      "'help' lists the verbs. A script ends at its first error; a backup that was begun and not"
          + " ended is aborted, and of such a restore writers are told that it failed. Without -s,"
          + " a script is read from standard input where that is no terminal.",
    })
public final class ShadowCommand extends Command {
  private static final int SCRIPT_MAX = 1 << 20;
  private static final Duration CLEANING = Duration.ofSeconds(90);

  @Option(
      names = {"-s", "--script"},
      paramLabel = "FILE",
      description = "Run this script; - is standard input.")
  private @Nullable String script;

  @Spec private CommandSpec spec = CommandSpec.create();

  public ShadowCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    Shell shell = new Shell(context);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> interrupted(shell, ended), "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      if (script == null && isTerminal()) {
        return prompted(shell);
      }
      String source = script == null || script.equals("-") ? "standard input" : script;
      return played(shell, source, lines(source));
    } finally {
      ended.countDown();
      unhook(hook);
    }
  }

  /** Standard input is one if both are; where output goes elsewhere nobody could see a prompt. */
  private boolean isTerminal() {
    return context.surroundings().terminal().out() && Prompt.isPossible();
  }

  private static ExitCode played(Shell shell, String source, List<String> lines) {
    Optional<Trouble> trouble = Optional.empty();
    try {
      play(shell, source, lines);
      trouble =
          shell
              .unfinished()
              .map(
                  what ->
                      Trouble.of(
                          ExitCode.ABORTED,
                          "expected 'end " + what + "' in " + source + ", but it ends without",
                          ""));
    } catch (Trouble failed) {
      trouble = Optional.of(failed);
    }
    return left(shell, trouble);
  }

  private static void play(Shell shell, String source, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      try {
        if (!shell.execute(lines.get(i))) {
          return;
        }
      } catch (Trouble failed) {
        throw failed.at("line " + (i + 1) + " of " + source);
      }
    }
  }

  /** Gives up what is open; what that amounts to may be worse than why it was done. */
  private static ExitCode left(Shell shell, Optional<Trouble> trouble) {
    try {
      shell.close();
    } catch (Trouble worse) {
      throw trouble.filter(first -> worse.exit() != ExitCode.THAW_UNCONFIRMED).orElse(worse);
    }
    trouble.ifPresent(
        first -> {
          throw first;
        });
    return shell.exit();
  }

  private ExitCode prompted(Shell shell) throws IOException {
    Optional<Trouble> worst = Optional.empty();
    try (Prompt prompt = Prompt.open(context.surroundings(), shell::stop)) {
      boolean more = true;
      while (more) {
        Optional<String> line = prompt.read();
        try {
          more = line.isPresent() && shell.execute(line.get());
        } catch (Trouble trouble) {
          tell(trouble);
          worst = worst.or(() -> thaw(trouble));
        }
      }
    } finally {
      // Also if the terminal itself breaks: nobody could end it any more.
      shell.close();
    }
    worst.ifPresent(
        trouble -> {
          throw trouble;
        });
    return ExitCode.COMPLETED;
  }

  /** Of all that went wrong at a prompt, only this outlives it. */
  private static Optional<Trouble> thaw(Trouble trouble) {
    return trouble.exit() == ExitCode.THAW_UNCONFIRMED ? Optional.of(trouble) : Optional.empty();
  }

  private void tell(Trouble trouble) {
    TroubleView view = SameNode.of(trouble, context.shared(), spec.root().commandLine()).view();
    boolean json = context.shared().format() == Format.JSON;
    context
        .surroundings()
        .err()
        .println(json ? new String(Wire.json().write(view), StandardCharsets.UTF_8) : view.line());
    context.surroundings().err().flush();
  }

  /** The process was told to end: it does when nothing is frozen or open any more. */
  private void interrupted(Shell shell, CountDownLatch ended) {
    Thread closer = Thread.ofPlatform().daemon().start(() -> closed(shell));
    shell.stop();
    ExitCode exit = ExitCode.ABORTED;
    try {
      closer.join(CLEANING);
      if (shell.exit() == ExitCode.THAW_UNCONFIRMED) {
        exit = ExitCode.THAW_UNCONFIRMED;
      }
      if (ended.await(1, TimeUnit.SECONDS)) {
        context.surroundings().err().flush();
      }
    } catch (InterruptedException impatient) {
      return;
    }
    Runtime.getRuntime().halt(exit.number());
  }

  private void closed(Shell shell) {
    try {
      shell.close();
    } catch (Trouble trouble) {
      tell(trouble);
    }
  }

  /** The whole script, read before the first line of it is done. */
  private List<String> lines(String source) {
    Surroundings surroundings = context.surroundings();
    boolean standard = script == null || script.equals("-");
    try (InputStream in =
        standard ? System.in : Files.newInputStream(surroundings.directory().resolve(source))) {
      byte[] bytes = in.readNBytes(SCRIPT_MAX + 1);
      if (bytes.length > SCRIPT_MAX) {
        throw Trouble.usage(
            "expected a script of at most " + SCRIPT_MAX + " bytes, but " + source + " has more",
            "");
      }
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      Path path = surroundings.directory().resolve(source);
      throw Trouble.usage("expected a script at " + path + ", but it cannot be read", "");
    }
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The process ends already, and the hook does it.
    }
  }
}
