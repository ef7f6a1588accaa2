package io.lull.cli;

import io.lull.cli.backup.BackupCommand;
import io.lull.cli.backup.RehearseCommand;
import io.lull.cli.cleanup.CleanupCommand;
import io.lull.cli.command.AbortCommand;
import io.lull.cli.command.CertificateCommand;
import io.lull.cli.command.Command;
import io.lull.cli.command.CompletionCommand;
import io.lull.cli.command.Context;
import io.lull.cli.command.Converters;
import io.lull.cli.command.DeleteCommand;
import io.lull.cli.command.ExposeCommand;
import io.lull.cli.command.Launched;
import io.lull.cli.command.LogCommand;
import io.lull.cli.command.PinCommand;
import io.lull.cli.command.PlansCommand;
import io.lull.cli.command.ProvidersCommand;
import io.lull.cli.command.ReplayCommand;
import io.lull.cli.command.RestoresCommand;
import io.lull.cli.command.SameNode;
import io.lull.cli.command.SessionsCommand;
import io.lull.cli.command.SetsCommand;
import io.lull.cli.command.Shared;
import io.lull.cli.command.ShowCommand;
import io.lull.cli.command.StreamsCommand;
import io.lull.cli.command.UnexposeCommand;
import io.lull.cli.command.UnpinCommand;
import io.lull.cli.command.VersionCommand;
import io.lull.cli.command.WaitCommand;
import io.lull.cli.command.WritersCommand;
import io.lull.cli.debug.DebugCommand;
import io.lull.cli.frame.ClosedPipe;
import io.lull.cli.frame.Format;
import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.cli.restore.RestoreCommand;
import io.lull.cli.shadow.ShadowCommand;
import io.lull.cli.stream.InstancesCommand;
import io.lull.cli.stream.StopBackupCommand;
import io.lull.cli.stream.StopServiceCommand;
import io.lull.cli.stream.StreamCommand;
import io.lull.cli.verify.VerifyCommand;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.wire.Wire;
import io.lull.wire.text.TroubleView;
import io.lull.wire.text.Yaml;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands together, and what becomes of whatever goes wrong in them. */
public final class Program {
  /** The option for the format among words that end with a line each. */
  private static final Pattern ASKED =
      Pattern.compile("(?m)^(?:-o=?\\n?|--output[=\\n])(json|yaml)$");

  private final Surroundings surroundings;
  private final Context context;

  public Program(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.context = new Context(surroundings);
  }

  /** The word before the command. */
  @CommandLine.Command(
      name = "lull",
      description = {
        "One consistent snapshot of many things on many machines.",
        "Nothing ever stays frozen, and no set is called consistent that was not."
      },
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "Exit codes:",
        "   0 done          1 failed              2 wrong input     3 busy",
        "   4 not allowed   5 no node            10 aborted        11 aborted by a limit",
        "  12 below grade  13 refused            14 still running",
        "  20 thaw unconfirmed: call somebody    21 not borne out, or not good"
      })
  static final class Top implements Runnable {
    // It is picocli that reads it.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private final Shared shared;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        scope = CommandLine.ScopeType.INHERIT,
        description = "Show this help.")
    @SuppressWarnings("unused") // Asked for by picocli alone, which prints the help itself.
    private boolean help;

    @CommandLine.Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Print the version.")
    @SuppressWarnings("unused") // The same for the version.
    private boolean version;

    Top(Context context) {
      this.shared = context.shared();
    }

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "expected a command");
    }
  }

  /** The version, as picocli asks for it. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {VersionCommand.Version.here().line()};
    }
  }

  /** Runs what was typed and returns what the process exits with. */
  public int run(String... args) {
    int exit;
    try {
      exit = program().execute(args);
    } catch (LinkageError incomplete) {
      exit = ExitCode.FAILED.number();
      // What says other troubles may be the very part that is missing.
      surroundings
          .err()
          .println(
              "lull: expected all of the program, but found no "
                  + incomplete.getMessage()
                  + ". Install it again");
    } finally {
      context.close();
    }
    surroundings.err().flush();
    return exit == 0 ? written() : exit;
  }

  // What picocli prints by itself, such as help, passes by the screen.
  private int written() {
    try {
      Screen.demandWritten(surroundings.out());
      return 0;
    } catch (RuntimeException lost) {
      return failed(lost, program());
    }
  }

  CommandLine program() {
    CommandLine program = new CommandLine(new Top(context));
    Converters.register(program);
    commands().forEach(program::addSubcommand);
    program.addSubcommand(DebugCommand.of(context));
    program.addSubcommand(StreamCommand.of(context));
    Launched.all(context).forEach(program::addSubcommand);
    Launched.withoutShared(program);
    // After the subcommands, so that it reaches them too.
    Converters.register(program);
    return program
        .setOut(writer(surroundings.out()))
        .setErr(writer(surroundings.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(context.colour() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(
            surroundings.terminal().out() ? Math.max(60, surroundings.terminal().width()) : 80)
        .setUsageHelpAutoWidth(false)
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler(this::misread)
        .setExecutionExceptionHandler((failure, _, _) -> failed(failure, program));
  }

  private Stream<Command> commands() {
    return Stream.of(
        new BackupCommand(context),
        new PlansCommand(context),
        new RehearseCommand(context),
        new WritersCommand(context),
        new ProvidersCommand(context),
        new SessionsCommand(context),
        new ShowCommand(context),
        new WaitCommand(context),
        new AbortCommand(context),
        new SetsCommand(context),
        new DeleteCommand(context),
        new CleanupCommand(context),
        new PinCommand(context),
        new UnpinCommand(context),
        new RestoreCommand(context),
        new RestoresCommand(context),
        new VerifyCommand(context),
        new ExposeCommand(context),
        new UnexposeCommand(context),
        new ShadowCommand(context),
        new InstancesCommand(context),
        new StreamsCommand(context),
        new StopBackupCommand(context),
        new StopServiceCommand(context),
        new CertificateCommand(context),
        new LogCommand(context),
        new ReplayCommand(context),
        new CompletionCommand(context),
        new VersionCommand(context));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Wrong input is one line that says what, and what may have been meant. */
  private int misread(ParameterException wrong, String[] args) {
    CommandLine where = wrong.getCommandLine();
    String command = where.getCommandSpec().qualifiedName();
    String what = sentence(String.valueOf(wrong.getMessage()));
    String hint = "See '" + command + " --help'";
    if (wrong instanceof MissingParameterException) {
      // Told first by picocli, though it is the option that nobody knows which has to go.
      Optional<String> unknown = unknown(where, args);
      if (unknown.isPresent()) {
        return misread(new UnmatchedArgumentException(where, List.of(unknown.get())), args);
      }
    }
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().isEmpty() ? "" : unmatched.getUnmatched().getFirst();
      boolean option = first.startsWith("-");
      boolean top = where.getParent() == null;
      what =
          (option ? "unknown option '" : top ? "unknown command '" : "unexpected argument '")
              + first
              + "' of '"
              + command
              + "'";
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty() && (option || top)) {
        hint = "Did you mean '" + near.getFirst() + "'?";
      }
    }
    return told(Trouble.usage(what, hint), asked(args));
  }

  /** The first word that looks like an option, but neither the command nor one above it has it. */
  private static Optional<String> unknown(CommandLine where, String[] args) {
    Set<String> known = new HashSet<>();
    for (CommandLine one = where; one != null; one = one.getParent()) {
      known.addAll(one.getCommandSpec().optionsMap().keySet());
    }
    return Arrays.stream(args)
        .takeWhile(word -> !word.equals("--"))
        .filter(word -> word.startsWith("--"))
        .filter(word -> !known.contains(word.replaceFirst("=.*", "")))
        .findFirst();
  }

  private int failed(Exception failure, CommandLine program) {
    Format format = context.shared().format();
    return switch (failure) {
      case Trouble trouble -> told(SameNode.of(trouble, context.shared(), program), format);
      case ClosedPipe _ -> ClosedPipe.EXIT;
      case ParameterException wrong -> misread(wrong, new String[0]);
      default -> told(ours(failure), format);
    };
  }

  /** A mistake of ours: where it happened is all that helps, and the only thing that is told. */
  private static Trouble ours(Exception failure) {
    String at =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("io.lull"))
            .findFirst()
            .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
            .orElse("");
    return Trouble.of(
        ExitCode.FAILED, Fault.of(Failure.INTERNAL, failure.getClass().getSimpleName() + at));
  }

  private int told(Trouble trouble, Format format) {
    PrintStream err = surroundings.err();
    TroubleView view = trouble.view();
    switch (format) {
      case TABLE -> err.println(view.line());
      case JSON -> err.println(new String(Wire.json().write(view), StandardCharsets.UTF_8));
      case YAML -> err.print(Yaml.of(Wire.json().write(view)));
    }
    err.flush();
    return trouble.exit().number();
  }

  /** As a sentence goes on behind a colon, on one line. */
  private static String sentence(String message) {
    String line = message.replaceAll("\\s*\\R\\s*", " ").strip();
    boolean name = line.length() > 1 && Character.isUpperCase(line.charAt(1));
    return line.isEmpty() || name
        ? line
        : Character.toLowerCase(line.charAt(0)) + line.substring(1);
  }

  // What was misread has set no option, so the words are looked at themselves.
  private static Format asked(String[] args) {
    String joined = String.join("\n", args) + "\n";
    Matcher asks = ASKED.matcher(joined);
    return asks.find() ? Format.valueOf(asks.group(1).toUpperCase(Locale.ROOT)) : Format.TABLE;
  }
}
