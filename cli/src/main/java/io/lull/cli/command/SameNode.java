package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Sends whoever was told to type another command to the node that the first one was about. */
public final class SameNode {
  /** A command between quotes, as hints have it. */
  private static final Pattern TYPED = Pattern.compile("(['`])(lull ([a-z-]+)[^'`]*)\\1");

  /** Those that have the option as all commands have, and ask no node. */
  private static final Set<String> OFFLINE = Set.of("replay", "completion", "version");

  private SameNode() {}

  /** The same trouble, with what was typed to reach the node in each command of its hint. */
  public static Trouble of(Trouble trouble, Shared shared, CommandLine program) {
    String reached = shared.reached();
    if (reached.isEmpty()) {
      return trouble;
    }
    return trouble.hinting(
        TYPED
            .matcher(trouble.hint())
            .replaceAll(typed -> Matcher.quoteReplacement(again(typed, reached, program))));
  }

  private static String again(MatchResult typed, String reached, CommandLine program) {
    CommandLine command = program.getSubcommands().get(typed.group(3));
    boolean asks =
        command != null
            && command.getCommandSpec().findOption("--node") != null
            // Those that have commands of their own work on files.
            && command.getSubcommands().isEmpty()
            && !OFFLINE.contains(typed.group(3))
            && !typed.group(2).endsWith(" --help");
    return asks ? typed.group(1) + typed.group(2) + reached + typed.group(1) : typed.group();
  }
}
