package io.lull.cli.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes everything that follows as it stands: the options of another command are not ours. */
public final class RestOfLine implements IParameterPreprocessor {
  @Override
  public boolean preprocess(
      Stack<String> args, CommandSpec command, ArgSpec spec, Map<String, Object> info) {
    List<String> rest = new ArrayList<>();
    if (!args.isEmpty() && args.peek().equals("--")) {
      args.pop();
    }
    while (!args.isEmpty()) {
      rest.add(args.pop());
    }
    if (rest.isEmpty()) {
      throw new MissingParameterException(
          command.commandLine(), spec, "expected a command after --exec");
    }
    spec.setValue(rest);
    return true;
  }
}
