package io.lull.cli;

import io.lull.protocol.failure.ExitCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the page of the manual says of all commands, in the words of their help.
 *
 * <p>It is mdoc(7). Of what comes from elsewhere nothing is taken for a request or an escape.
 */
final class Manual {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])-[\\w-]+");

  private final List<String> lines = new ArrayList<>();
  private final CommandSpec top;

  private Manual(CommandSpec top) {
    this.top = top;
  }

  static List<String> of(CommandLine program) {
    Manual manual = new Manual(program.getCommandSpec());
    manual.lines.add(".Sh OPTIONS");
    manual.text("All commands have these, but for those that say which of them they have.");
    manual.list(inherited(program.getCommandSpec().options().stream()));
    manual.lines.add(".Pp");
    manual.text("Without a command there is also:");
    manual.list(program.getCommandSpec().options().stream().filter(option -> !inherited(option)));
    manual.lines.add(".Sh COMMANDS");
    program.getSubcommands().values().forEach(manual::command);
    manual.lines.add(".Sh EXIT STATUS");
    manual.lines.add(".Bl -tag -width Ds");
    for (ExitCode exit : ExitCode.values()) {
      manual.lines.add(".It " + exit.number());
      manual.text(exit.meaning());
    }
    manual.lines.add(".El");
    return manual.lines;
  }

  private static Stream<OptionSpec> inherited(Stream<OptionSpec> options) {
    return options.filter(Manual::inherited);
  }

  /** The command at the top hands them down, those below it inherit them. */
  private static boolean inherited(OptionSpec option) {
    return option.inherited() || option.scopeType() == CommandLine.ScopeType.INHERIT;
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    lines.add(".Ss " + spec.qualifiedName());
    lines.add(".Nm");
    lines.add(".Cm " + spec.qualifiedName().replaceFirst("^\\S+ ", ""));
    own(spec).forEach(option -> lines.add(synopsis(option)));
    spec.positionalParameters().forEach(parameter -> lines.add(synopsis(parameter)));
    if (!spec.subcommands().isEmpty()) {
      lines.add(".Op Ar command");
    }
    lines.add(".Pp");
    paragraphs(spec.usageMessage().description());
    list(Stream.concat(spec.positionalParameters().stream(), own(spec)));
    shared(spec);
    footer(spec.usageMessage().footer());
    spec.subcommands().values().forEach(this::command);
  }

  private static Stream<OptionSpec> own(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !inherited(option))
        .sorted(Comparator.comparing(OptionSpec::longestName));
  }

  /** Says which of the shared options there are, unless all of them are. */
  private void shared(CommandSpec spec) {
    List<String> has = inherited(spec.options().stream()).map(OptionSpec::longestName).toList();
    if (has.size() < inherited(top.options().stream()).count()) {
      lines.add(".Pp");
      text("Of the options of all commands it has " + String.join(" and ", has) + " alone.");
    }
  }

  private static String synopsis(OptionSpec option) {
    return (option.required() ? "." : ".Op ") + named(option, option.longestName()) + more(option);
  }

  private static String synopsis(PositionalParamSpec parameter) {
    boolean needed = parameter.arity().min() > 0;
    return (needed ? ".Ar " : ".Op Ar ") + label(parameter) + more(parameter);
  }

  private static String more(ArgSpec arg) {
    return arg.isMultiValue() ? " ..." : "";
  }

  private static String named(OptionSpec option, String name) {
    String flag = "Fl " + escaped(name.substring(1));
    if (option.arity().max() == 0) {
      return flag;
    }
    return option.arity().min() == 0
        ? flag + " Ns Op = Ns Ar " + label(option)
        : flag + " Ar " + label(option);
  }

  /** What would be one of the words of mdoc is none behind this mark. */
  private static String label(ArgSpec arg) {
    String label = escaped(arg.paramLabel().replace(' ', '_'));
    return label.length() <= 3 ? "\\&" + label : label;
  }

  private void list(Stream<? extends ArgSpec> args) {
    List<? extends ArgSpec> all = args.toList();
    if (all.isEmpty()) {
      return;
    }
    lines.add(".Bl -tag -width Ds");
    for (ArgSpec arg : all) {
      lines.add(
          switch (arg) {
            case OptionSpec option ->
                Arrays.stream(option.names())
                    .map(name -> named(option, name))
                    .collect(Collectors.joining(" , ", ".It ", ""));
            case PositionalParamSpec parameter -> ".It Ar " + label(parameter) + more(parameter);
            default -> throw new AssertionError(arg);
          });
      text(String.join(" ", arg.description()));
    }
    lines.add(".El");
  }

  /** Words that are printed as they stand, a paragraph for each line. */
  private void paragraphs(String[] described) {
    for (int i = 0; i < described.length; i++) {
      if (described[i].isEmpty()) {
        lines.add(".Pp");
      } else {
        text(described[i]);
        if (i + 1 < described.length && !described[i + 1].isEmpty()) {
          lines.add(".br");
        }
      }
    }
  }

  private void footer(String[] footer) {
    if (footer.length == 0) {
      return;
    }
    lines.add(".Bd -literal");
    Arrays.stream(footer)
        .dropWhile(String::isEmpty)
        .forEach(
            line ->
                lines.add(
                    line.isEmpty() ? "" : "\\&" + escaped(line).replaceAll("(?<!\\\\)-", "\\\\-")));
    lines.add(".Ed");
  }

  /** Sentences, a line for each. */
  private void text(String words) {
    for (String sentence : words.strip().split("(?<=[.?!]) +(?=[A-Z])")) {
      String line = escaped(sentence);
      lines.add(line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line);
    }
  }

  /** Hyphens that somebody will type stay what they are. */
  private static String escaped(String plain) {
    String safe =
        OPTION
            .matcher(plain.replace("\\", "\\e"))
            .replaceAll(option -> option.group().replace("-", "\\\\-"));
    return safe.codePoints()
        .mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\[u%04X]".formatted(c))
        .collect(Collectors.joining());
  }
}
