package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks whoever types commands whether he means it. */
public final class Question {
  private final Console console;

  private Question(Console console) {
    this.console = console;
  }

  /**
   * Somebody who can be asked.
   *
   * @param what what he would be asked, as it goes on behind "whether to"
   * @param otherwise what he can do without being asked, if there is anything besides --yes
   */
  public static Question possible(Context context, String what, String otherwise) {
    // It is null where nobody can type, also on this version of Java.
    @SuppressWarnings("SystemConsoleNull")
    @Nullable Console console = System.console();
    if (console == null || !context.surroundings().terminal().out()) {
      throw Trouble.usage(
          "expected --yes, because nobody can be asked here whether to " + what, otherwise);
    }
    return new Question(console);
  }

  /**
   * Goes on only if the answer is yes.
   *
   * @param without what is true if it is not
   */
  public void demandYes(String question, String without) {
    String answer = console.readLine("%s [y/N] ", question);
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw Trouble.of(ExitCode.FAILED, without, "");
    }
  }
}
