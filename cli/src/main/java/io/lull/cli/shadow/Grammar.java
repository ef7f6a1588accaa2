package io.lull.cli.shadow;

import io.lull.cli.command.Converters;
import io.lull.cli.frame.Trouble;
import io.lull.cli.shadow.Verb.Depth;
import io.lull.cli.text.Times;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.writer.BackupType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a verb of a line; pure, and total over whatever is typed. */
final class Grammar {
  /** What diskshadow has and we have not, and what to do instead. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "import", "Copies are never carried to another machine by themselves",
          "mask", "Copies are seen nowhere until 'expose' shows them",
          "break", "A copy stays what it is; copy its data out with 'exec'",
          "revert", "Restore by the writers, or copy the data back",
          "resync", "Restore by the writers, or copy the data back",
          "load metadata", "A node knows all its sets; see 'list shadows all'",
          "simulate restore", "See what writers say of their restore by 'list writers metadata'");

  private static final Map<String, String> NO_OPTIONS =
      Map.of(
          "differential", "The provider decides; choose one by 'add volume ... provider'",
          "plex", "The provider decides; choose one by 'add volume ... provider'",
          "transportable", "Copies are never carried to another machine",
          "rollbackrecover", "Applications recover when they are started on their copy",
          "txfrecover", "There are no such transactions here",
          "noautorecover", "No copy is recovered by itself");

  private final List<String> words;
  private int at;

  private Grammar(List<String> words) {
    this.words = words;
  }

  /**
   * What a line asks for; nothing if it is empty or a comment.
   *
   * @param values what names stand for
   */
  static Optional<Verb> parse(String line, Function<String, Optional<String>> values) {
    List<String> words = Words.of(line, values);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Grammar grammar = new Grammar(words);
    Verb verb = grammar.verb();
    grammar.end();
    return Optional.of(verb);
  }

  private Verb verb() {
    String first = keyword("a verb");
    return switch (first) {
      case "set" -> set();
      case "begin" -> begin();
      case "end" -> ending();
      case "add" -> add();
      case "writer" -> writer();
      case "create" -> new Verb.Create();
      case "exec" -> exec();
      case "expose" -> new Verb.Expose(word("a copy"), word("a directory"));
      case "unexpose" -> new Verb.Unexpose(word("a copy or a directory"));
      case "delete" -> delete();
      case "list" -> list();
      case "reset" -> new Verb.Reset();
      case "help", "?" -> help();
      case "exit", "quit" -> new Verb.Exit();
      case "load", "simulate" -> throw refused(first + (more() ? " " + keyword("") : ""));
      default -> throw refused(first);
    };
  }

  private static Trouble refused(String verb) {
    String instead = REFUSED.get(verb);
    return instead == null
        ? Trouble.usage("expected a verb, but got '" + verb + "'", "'help' lists them")
        : Trouble.of(ExitCode.REFUSED, "'" + verb + "' is not done here", instead);
  }

  private Verb set() {
    if (!more()) {
      return new Verb.ShowSettings();
    }
    return switch (keyword("what to set")) {
      case "context" -> context();
      case "option" -> option();
      case "metadata" -> new Verb.SetMetadata(word("a file"));
      case "verbose" -> new Verb.SetVerbose(choice("on or off", Map.of("on", true, "off", false)));
      default -> throw wrong("context, option, metadata or verbose");
    };
  }

  private Verb context() {
    String kind = keyword("persistent, volatile or clientaccessible");
    boolean none = kind.equals("clientaccessible");
    boolean without = none;
    if (!none && more()) {
      without = choice("nowriters", Map.of("nowriters", true));
    }
    return switch (kind) {
      case "persistent", "clientaccessible" -> new Verb.SetContext(true, !without);
      case "volatile" -> new Verb.SetContext(false, !without);
      default -> throw wrong("persistent, volatile or clientaccessible");
    };
  }

  private Verb option() {
    String option = keyword("an option");
    String instead = NO_OPTIONS.get(option);
    if (instead != null) {
      throw Trouble.of(ExitCode.REFUSED, "the option '" + option + "' is none here", instead);
    }
    return switch (option) {
      case "fuzzy" -> new Verb.SetFuzzy();
      case "lowest" -> new Verb.SetLowest(value(text -> Converters.constant(Grade.class, text)));
      case "type" -> new Verb.SetType(value(text -> Converters.constant(BackupType.class, text)));
      case "wait" -> new Verb.SetWait(value(Times::parse));
      default -> throw wrong("fuzzy, lowest, type or wait");
    };
  }

  private <T> T value(Function<String, T> parse) {
    try {
      return parse.apply(word("a value"));
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), "");
    }
  }

  private Verb begin() {
    return switch (keyword("backup or restore")) {
      case "backup" -> new Verb.BeginBackup();
      case "restore" -> new Verb.BeginRestore(word("a set"), rest());
      default -> throw wrong("backup or restore");
    };
  }

  private Verb ending() {
    return switch (keyword("backup or restore")) {
      case "backup" -> new Verb.EndBackup();
      case "restore" -> new Verb.EndRestore();
      default -> throw wrong("backup or restore");
    };
  }

  /** What is left of the line. */
  private List<String> rest() {
    List<String> rest = words.subList(at, words.size());
    at = words.size();
    return rest;
  }

  private Verb add() {
    if (!more()) {
      return new Verb.ShowAdded();
    }
    return switch (keyword("volume or alias")) {
      case "volume" -> volume();
      case "alias" -> new Verb.AddAlias(name(), word("a value"));
      default -> throw wrong("volume or alias");
    };
  }

  private Verb volume() {
    String volume = word("a directory, or HOST:/PATH");
    Optional<String> alias = Optional.empty();
    Optional<String> provider = Optional.empty();
    while (more()) {
      switch (keyword("alias or provider")) {
        case "alias" -> alias = once(alias, name());
        case "provider" -> provider = once(provider, word("a provider"));
        default -> throw wrong("alias or provider");
      }
    }
    return new Verb.AddVolume(volume, alias, provider);
  }

  private static Optional<String> once(Optional<String> before, String now) {
    if (before.isPresent()) {
      throw Trouble.usage("expected each of alias and provider once, but one is there twice", "");
    }
    return Optional.of(now);
  }

  private String name() {
    String name = word("a name");
    if (!Words.isName(name) || name.startsWith("LULL_") || name.startsWith("VSS_")) {
      throw Trouble.usage(
          "expected a name of up to 64 letters, digits and '_' that begins with no digit, LULL_"
              + " or VSS_, but got '"
              + name
              + "'",
          "");
    }
    return name;
  }

  private Verb writer() {
    return switch (keyword("verify or exclude")) {
      case "verify" -> new Verb.WriterVerify(word("a writer"));
      case "exclude" -> new Verb.WriterExclude(word("a writer or a component"));
      default -> throw wrong("verify or exclude");
    };
  }

  private Verb exec() {
    word("a program");
    at = 1;
    return new Verb.Exec(rest());
  }

  private Verb delete() {
    if (!keyword("shadows").equals("shadows")) {
      throw wrong("shadows");
    }
    return switch (keyword("all, set, id, volume, oldest or exposed")) {
      case "all" -> new Verb.DeleteAll();
      case "set" -> new Verb.DeleteSet(word("a set"));
      case "id" -> new Verb.DeleteCopy(word("a copy"));
      case "volume" -> new Verb.DeleteOf(word("a volume"), false);
      case "oldest" -> new Verb.DeleteOf(word("a volume"), true);
      case "exposed" -> new Verb.DeleteExposed(word("a directory"));
      default -> throw wrong("all, set, id, volume, oldest or exposed");
    };
  }

  private Verb list() {
    return switch (keyword("writers, shadows or providers")) {
      case "writers" ->
          new Verb.ListWriters(
              more()
                  ? choice(
                      "status, metadata or detailed",
                      Map.of(
                          "status", Depth.STATUS,
                          "metadata", Depth.METADATA,
                          "detailed", Depth.DETAILED))
                  : Depth.STATUS);
      case "shadows" -> shadows();
      case "providers" -> new Verb.ListProviders();
      default -> throw wrong("writers, shadows or providers");
    };
  }

  private Verb shadows() {
    return switch (more() ? keyword("") : "all") {
      case "all" -> new Verb.ListShadows(Optional.empty(), Optional.empty());
      case "set" -> new Verb.ListShadows(Optional.of(word("a set")), Optional.empty());
      case "id" -> new Verb.ListShadows(Optional.empty(), Optional.of(word("a copy")));
      default -> throw wrong("all, set or id");
    };
  }

  private Verb help() {
    String about =
        words.subList(at, words.size()).stream()
            .map(word -> word.toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" "));
    at = words.size();
    return new Verb.Help(about);
  }

  private boolean more() {
    return at < words.size();
  }

  private String word(String expected) {
    if (!more()) {
      throw Trouble.usage(
          "expected " + expected + ", but the line ends after '" + words.getLast() + "'",
          "'help " + words.getFirst().toLowerCase(Locale.ROOT) + "' shows how it is written");
    }
    String word = words.get(at++);
    if (word.isEmpty()) {
      throw Trouble.usage("expected " + expected + ", but it is empty", "");
    }
    return word;
  }

  private String keyword(String expected) {
    return word(expected).toLowerCase(Locale.ROOT);
  }

  private <T> T choice(String expected, Map<String, T> choices) {
    T chosen = choices.get(keyword(expected));
    if (chosen == null) {
      throw wrong(expected);
    }
    return chosen;
  }

  private Trouble wrong(String expected) {
    return Trouble.usage("expected " + expected + ", but got '" + words.get(at - 1) + "'", "");
  }

  private void end() {
    if (more()) {
      throw Trouble.usage(
          "expected the end of the line, but got '" + words.get(at) + "'",
          "A word with blanks in it stands in double quotes");
    }
  }
}
