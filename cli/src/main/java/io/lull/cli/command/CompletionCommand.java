package io.lull.cli.command;

import io.lull.cli.frame.Screen;
import io.lull.protocol.failure.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete our commands. */
@picocli.CommandLine.Command(
    name = "completion",
    description = {
      "Print what a shell needs to complete the commands of lull.",
      "bash: source <(lull completion bash)",
      "zsh: source <(lull completion zsh)",
      "fish: lull completion fish | source"
    })
public final class CompletionCommand extends Command {
  /** A shell for which there is something to print. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec = CommandSpec.create();

  public CompletionCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    CommandLine program = spec.root().commandLine();
    Screen screen = context.screen();
    screen.raw().print(shell == Shell.FISH ? fish(program) : AutoComplete.bash("lull", program));
    screen.flush();
    return ExitCode.COMPLETED;
  }

  /** Fish has a language of its own: one line for each thing that may be typed, and where. */
  private static String fish(CommandLine program) {
    List<String> lines = new ArrayList<>();
    String names =
        program.getSubcommands().keySet().stream().sorted().collect(Collectors.joining(" "));
    String first = "not __fish_seen_subcommand_from " + names;
    program.getSubcommands().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              CommandSpec command = entry.getValue().getCommandSpec();
              lines.add(
                  "complete -c lull -f -n "
                      + quoted(first)
                      + " -a "
                      + entry.getKey()
                      + described(command.usageMessage().description()));
              String seen = "__fish_seen_subcommand_from " + entry.getKey();
              command.options().forEach(option -> lines.add(option(seen, option)));
            });
    return String.join("\n", lines) + "\n";
  }

  private static String option(String condition, OptionSpec option) {
    StringBuilder line = new StringBuilder("complete -c lull -n ").append(quoted(condition));
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) {
      line.append(" -r");
    }
    return line.append(described(option.description())).toString();
  }

  private static String described(String[] description) {
    return description.length == 0
        ? ""
        : " -d " + quoted(description[0].replaceAll("\\$\\{.*?}", "").strip());
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
