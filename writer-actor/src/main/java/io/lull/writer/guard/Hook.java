package io.lull.writer.guard;

import io.lull.kernel.command.CommandLine;
import io.lull.kernel.command.ProgramFile;
import io.lull.kernel.command.UntrustedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One program, or a pair of them, that makes an application stand still.
 *
 * @param freeze what is called to begin
 * @param thaw what is called to end; if it is nothing, the first one says when it holds, and goes
 *     on for as long as its standard input is open
 */
public record Hook(Call freeze, Optional<Call> thaw) {
  private static final String FREEZE = "freeze";
  private static final String THAW = "thaw";
  private static final String FILE = "-file";

  /** A program as it was when somebody looked, and its arguments. */
  public record Call(ProgramFile program, List<String> arguments) {
    public Call {
      arguments = List.copyOf(arguments);
    }

    /** Looks at the program of a line. */
    public static Call identify(CommandLine line) throws IOException, UntrustedException {
      for (String word : line.words()) {
        if (!CommandLine.canSay(word)) {
          throw new UntrustedException(
              "the locale of this process lacks letters of its arguments; start the node with"
                  + " LANG=C.UTF-8");
        }
      }
      List<String> words = line.words();
      return new Call(ProgramFile.identify(line.program()), words.subList(1, words.size()));
    }

    CommandLine line() {
      return new CommandLine(List.of(program.path())).with(arguments);
    }

    private void say(Lines lines, String word, int number) {
      lines.addAll(word + "." + number, line().words());
      lines.addAll(
          word + FILE + "." + number,
          List.of("" + program.device(), "" + program.inode(), "" + program.change()));
    }

    private static Optional<Call> of(Lines lines, String word, int number) {
      List<String> words = lines.all(word + "." + number);
      if (words.isEmpty()) {
        return Optional.empty();
      }
      List<String> file = lines.all(word + FILE + "." + number);
      if (file.size() != 3) {
        throw new IllegalArgumentException("expected to know which file a program is");
      }
      CommandLine line = new CommandLine(words);
      return Optional.of(
          new Call(
              new ProgramFile(
                  line.program(),
                  Long.parseLong(file.get(0)),
                  Long.parseLong(file.get(1)),
                  Long.parseLong(file.get(2))),
              words.subList(1, words.size())));
    }
  }

  static void say(Lines lines, List<Hook> hooks) {
    for (int number = 0; number < hooks.size(); number++) {
      Hook hook = hooks.get(number);
      hook.freeze.say(lines, FREEZE, number);
      if (hook.thaw.isPresent()) {
        hook.thaw.get().say(lines, THAW, number);
      }
    }
  }

  static List<Hook> all(Lines lines) {
    List<Hook> hooks = new ArrayList<>();
    for (Optional<Call> freeze = Call.of(lines, FREEZE, 0);
        freeze.isPresent();
        freeze = Call.of(lines, FREEZE, hooks.size())) {
      hooks.add(new Hook(freeze.get(), Call.of(lines, THAW, hooks.size())));
    }
    return hooks;
  }
}
