package io.lull.writer.script;

import io.lull.kernel.command.CommandLine;
import io.lull.kernel.command.ProgramFile;
import io.lull.kernel.command.UntrustedException;
import io.lull.writer.guard.Hook;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which programs make an application stand still. */
sealed interface Programs {
  /** Looks which files they are now. */
  List<Hook> identify() throws IOException, UntrustedException;

  /** For a sentence. */
  String shown();

  /** One program that knows the words of QEMU's guest agent. */
  record OfAgent(CommandLine line) implements Programs {
    private static final String FREEZE = "freeze";
    private static final String THAW = "thaw";

    @Override
    public List<Hook> identify() throws IOException, UntrustedException {
      return List.of(hook(line));
    }

    static Hook hook(CommandLine line) throws IOException, UntrustedException {
      return new Hook(
          Hook.Call.identify(line.with(List.of(FREEZE))),
          Optional.of(Hook.Call.identify(line.with(List.of(THAW)))));
    }

    @Override
    public String shown() {
      return line.toString();
    }
  }

  /** All such programs of a directory, in the order of their names. */
  record InDirectory(Path directory) implements Programs {
    /** What editors and package managers leave beside the files that are meant. */
    private static final Pattern IGNORED =
        Pattern.compile(".*(~|\\.bak|\\.orig|\\.sample)|.*\\.rpm.*|.*\\.dpkg-.*", Pattern.DOTALL);

    @Override
    public List<Hook> identify() throws IOException, UntrustedException {
      ProgramFile.demandTrusted(directory.toString());
      TreeSet<Path> found = new TreeSet<>();
      // As the shell does: what begins with a dot is no match for an asterisk.
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "[!.]*")) {
        for (Path path : all) {
          if (isMeant(path)) {
            found.add(path);
          }
        }
      }
      List<Hook> hooks = new ArrayList<>();
      for (Path path : found) {
        hooks.add(OfAgent.hook(new CommandLine(List.of(path.toString()))));
      }
      if (hooks.isEmpty()) {
        throw new UntrustedException("there is no executable in it");
      }
      return List.copyOf(hooks);
    }

    private static boolean isMeant(Path path) {
      return !IGNORED.matcher(path.getFileName().toString()).matches()
          && Files.isRegularFile(path)
          && Files.isExecutable(path);
    }

    @Override
    public String shown() {
      return directory.toString();
    }
  }

  /** One command line to begin and another one to end. */
  record Pair(CommandLine pre, CommandLine post) implements Programs {
    @Override
    public List<Hook> identify() throws IOException, UntrustedException {
      return List.of(new Hook(Hook.Call.identify(pre), Optional.of(Hook.Call.identify(post))));
    }

    @Override
    public String shown() {
      return pre + " and " + post;
    }
  }

  /** One that holds for as long as its standard input is open. */
  record Held(CommandLine line) implements Programs {
    @Override
    public List<Hook> identify() throws IOException, UntrustedException {
      return List.of(new Hook(Hook.Call.identify(line), Optional.empty()));
    }

    @Override
    public String shown() {
      return line.toString();
    }
  }
}
