package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Commands that the launcher gives to other programs of the same installation: they run a node or
 * look at this machine, where this program only ever asks a node.
 *
 * <p>They are listed, completed and explained here, so that whoever types {@code lull} need not
 * know.
 */
public abstract sealed class Launched extends Command {
  private static final String SETTINGS =
      "The settings that differ from the defaults; /etc/lull/lull.conf unless said, if it is"
          + " there.";

  private Launched(Context context) {
    super(context);
  }

  /** All of them. */
  public static List<Launched> all(Context context) {
    return List.of(
        new NodeCommand(context),
        new DemoCommand(context),
        new DoctorCommand(context),
        new ConfigCommand(context),
        new ThawCommand(context));
  }

  /** Takes from them what only commands have that ask a node. */
  public static void withoutShared(CommandLine program) {
    program.getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(
            spec -> {
              if (spec.userObject() instanceof Launched launched) {
                launched.withoutShared(spec);
              }
            });
  }

  private void withoutShared(CommandSpec spec) {
    List<OptionSpec> shared =
        spec.options().stream()
            .filter(option -> option.inherited() && !option.usageHelp())
            .filter(option -> !(hasFormats() && List.of(option.names()).contains("-o")))
            .toList();
    shared.forEach(spec::remove);
  }

  /** The words by which the launcher knows the command; nothing may stand before them. */
  abstract String words();

  /** Whether {@code -o} says how it tells what it finds. */
  boolean hasFormats() {
    return false;
  }

  @Override
  protected final ExitCode run() {
    throw Trouble.usage(
        "expected 'lull " + words() + "' with nothing before it or between, but got it otherwise",
        "Its own options come after it; see 'lull " + words().split(" ")[0] + " --help'");
  }

  /** Runs a node. */
  @CommandLine.Command(
      name = "node",
      description = "Run the node of this machine until it is told to stop.")
  @SuppressWarnings("UnusedVariable") // What is only explained here is read where it is run.
  static final class NodeCommand extends Launched {
    @Option(names = "--with-parent", description = "End also when standard input does.")
    private boolean withParent;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = SETTINGS)
    private @Nullable String file;

    NodeCommand(Context context) {
      super(context);
    }

    @Override
    String words() {
      return "node";
    }
  }

  /** Shows what Lull is for. */
  @CommandLine.Command(
      name = "demo",
      description = {
        "Show on this machine what Lull is for; it takes a minute.",
        "Nothing is left behind, also after Ctrl-C."
      })
  static final class DemoCommand extends Launched {
    DemoCommand(Context context) {
      super(context);
    }

    @Override
    String words() {
      return "demo";
    }
  }

  /** Looks for faults. */
  @CommandLine.Command(
      name = "doctor",
      description = "Say what is wrong with this machine and its settings, and what to do.")
  @SuppressWarnings("UnusedVariable")
  static final class DoctorCommand extends Launched {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = SETTINGS)
    private @Nullable String file;

    DoctorCommand(Context context) {
      super(context);
    }

    @Override
    String words() {
      return "doctor";
    }

    @Override
    boolean hasFormats() {
      return true;
    }
  }

  /** Reads settings without starting anything. */
  @CommandLine.Command(
      name = "config",
      description = {
        "check: say whether a node would start with these settings.",
        "show: print what they come to, without secrets."
      })
  @SuppressWarnings("UnusedVariable")
  static final class ConfigCommand extends Launched {
    @Parameters(index = "0", paramLabel = "check|show", description = "What to do with them.")
    private String verb = "";

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", description = SETTINGS)
    private @Nullable String file;

    ConfigCommand(Context context) {
      super(context);
    }

    @Override
    String words() {
      return "config";
    }

    @Override
    boolean hasFormats() {
      return true;
    }
  }

  /** Thaws this machine. */
  @CommandLine.Command(
      name = "thaw",
      description = {
        "Thaw what Lull holds on this machine; needs no node, network or cluster.",
        "Exits with 20 if something may still be frozen."
      })
  @SuppressWarnings("UnusedVariable")
  static final class ThawCommand extends Launched {
    @Option(
        names = "--local",
        required = true,
        description = "This machine and nothing else; to be said in so many words.")
    private boolean local;

    @Option(names = "--list", description = "Say what is held, and thaw nothing.")
    private boolean list;

    @Option(
        names = "--run-directory",
        paramLabel = "DIR",
        description = "Where it is noted what is held (default: /run/lull).")
    private @Nullable String runDirectory;

    @Option(
        names = "--foreign",
        paramLabel = "MOUNT",
        description = "Thaw this file system too, whoever has frozen it; can be said again.")
    private List<String> foreign = new ArrayList<>();

    ThawCommand(Context context) {
      super(context);
    }

    @Override
    String words() {
      return "thaw --local";
    }

    @Override
    boolean hasFormats() {
      return true;
    }
  }
}
