package io.lull.node.tool;

import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.value.Visible;
import io.lull.wire.Wire;
import io.lull.wire.text.Json;
import io.lull.wire.text.TroubleView;
import io.lull.wire.text.Yaml;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a tool says what it has found, in the format that was asked for by {@code -o}.
 *
 * @param command as it was typed, for what is said of it
 * @param arguments what else was typed
 */
public record Output(
    String command, List<String> arguments, Form form, PrintStream out, PrintStream err) {
  public Output {
    arguments = List.copyOf(arguments);
  }

  /** In which form. */
  public enum Form {
    /** Lines for people. */
    TABLE,
    /** The wire form, for programs. */
    JSON,
    /** The wire form, for people with programs. */
    YAML
  }

  /** Does the work of a tool with what was typed, and says why it could not. */
  public static ExitCode run(
      String command, String[] typed, PrintStream out, PrintStream err, Tool tool)
      throws InterruptedException {
    List<String> rest = new ArrayList<>();
    Form form = Form.TABLE;
    try {
      for (int i = 0; i < typed.length; i++) {
        String word = typed[i];
        if (word.equals("-o") || word.equals("--output")) {
          form = form(++i < typed.length ? typed[i] : "nothing");
        } else if (word.startsWith("--output=")) {
          form = form(word.substring("--output=".length()));
        } else if (word.startsWith("-o")) {
          form = form(word.substring(word.startsWith("-o=") ? 3 : 2));
        } else {
          rest.add(word);
        }
      }
      return tool.run(new Output(command, rest, form, out, err));
    } catch (IllegalArgumentException wrong) {
      return new Output(command, rest, form, out, err).refuse(String.valueOf(wrong.getMessage()));
    }
  }

  /** What a tool does; it throws IllegalArgumentException if it was asked for what is not. */
  public interface Tool {
    ExitCode run(Output output) throws InterruptedException;
  }

  private static Form form(String name) {
    return switch (name) {
      case "table" -> Form.TABLE;
      case "json" -> Form.JSON;
      case "yaml" -> Form.YAML;
      default ->
          throw new IllegalArgumentException(
              "expected one of table, json, yaml after -o, but got '" + name + "'");
    };
  }

  /** Prints a value: its wire form for programs, or these lines for people. */
  public void show(Object value, Consumer<PrintStream> lines) {
    switch (form) {
      case TABLE -> lines.accept(out);
      case JSON -> out.println(Json.plain(Wire.json().write(value)));
      case YAML -> out.print(Yaml.of(Wire.json().write(value)));
    }
    out.flush();
  }

  private ExitCode refuse(String why) {
    TroubleView view = TroubleView.of(ExitCode.USAGE, why, hint(command));
    switch (form) {
      case TABLE -> err.println(refusal(command, why));
      case JSON -> err.println(Json.plain(Wire.json().write(view)));
      case YAML -> err.print(Yaml.of(Wire.json().write(view)));
    }
    err.flush();
    return ExitCode.USAGE;
  }

  /** For people, in one line: why a command was refused, and what to do next. */
  public static String refusal(String command, String why) {
    String line = why.strip().replaceAll(":\\s*\\R\\s*", ": ").replaceAll("\\s*\\R\\s*", "; ");
    return "lull " + command + ": " + Visible.of(line) + ". " + hint(command);
  }

  private static String hint(String command) {
    return "See 'lull " + command + " --help'";
  }
}
