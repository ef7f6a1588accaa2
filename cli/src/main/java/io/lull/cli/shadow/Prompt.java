package io.lull.cli.shadow;

import io.lull.cli.frame.Surroundings;
import java.io.Console;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Where somebody types lines, edits them and finds them again. */
final class Prompt implements AutoCloseable {
  private static final String TEXT = "lull shadow> ";
  private static final int KEPT = 1000;
  private static final int NARROWEST = 20;

  private final Terminal terminal;
  private final LineReader reader;

  private Prompt(Terminal terminal, LineReader reader) {
    this.terminal = terminal;
    this.reader = reader;
  }

  /** Whether somebody can type here. */
  static boolean isPossible() {
    @SuppressWarnings("SystemConsoleNull")
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /**
   * Begins to listen.
   *
   * @param stop ends what is under way, if somebody presses Ctrl-C meanwhile
   */
  static Prompt open(Surroundings surroundings, Runnable stop) throws IOException {
    // By the programs that every Linux has: no library of machine code is unpacked for it.
    Terminal terminal =
        TerminalBuilder.builder()
            .name("lull shadow")
            .system(true)
            .provider("exec")
            .graphemeCluster(false)
            .nativeSignals(true)
            .signalHandler(
                signal -> {
                  if (signal == Terminal.Signal.INT) {
                    stop.run();
                  }
                })
            .build();
    if (terminal.getSize().getColumns() < NARROWEST) {
      // A terminal that does not know how wide it is could not show a line at all.
      terminal.setSize(Size.of(80, 24));
    }
    DefaultParser words = new DefaultParser();
    words.setEscapeChars(new char[0]);
    words.setQuoteChars(new char[] {'"'});
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("lull")
            .parser(words)
            .completer(new StringsCompleter(Helped.words()))
            .history(new Kept())
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_INCREMENTAL, true)
            .variable(LineReader.HISTORY_SIZE, KEPT)
            .variable(LineReader.HISTORY_FILE_SIZE, KEPT);
    history(surroundings).ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    return new Prompt(terminal, builder.build());
  }

  /** The next line; empty at the end of the input. */
  Optional<String> read() {
    while (true) {
      try {
        return Optional.of(reader.readLine(TEXT));
      } catch (UserInterruptException discarded) {
        // The line is thrown away, and another one begins.
      } catch (EndOfFileException end) {
        return Optional.empty();
      }
    }
  }

  /** What was typed and may be found again by the next shell of this user, and by nobody else. */
  private static Optional<Path> history(Surroundings surroundings) {
    Optional<Path> state =
        surroundings
            .variable("XDG_STATE_HOME")
            .map(Path::of)
            .or(() -> surroundings.variable("HOME").map(home -> Path.of(home, ".local", "state")));
    return state.flatMap(home -> file(home.resolve("lull").resolve("shadow-history")));
  }

  static Optional<Path> file(Path file) {
    try {
      Files.createDirectories(
          file.resolveSibling("."),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (FileAlreadyExistsException before) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      return Optional.of(file);
    } catch (IOException none) {
      // A shell without a memory is better than none.
      return Optional.empty();
    }
  }

  /** What is found again; what may have a password in it is so only while the shell lasts. */
  static final class Kept extends DefaultHistory {
    @Override
    public boolean isPersistable(History.Entry entry) {
      return mayBeKept(entry.line());
    }

    static boolean mayBeKept(String line) {
      String text = line.strip().toLowerCase(Locale.ROOT);
      return !text.startsWith("exec") && !text.startsWith("add alias");
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
