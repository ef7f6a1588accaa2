package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.value.Visible;
import io.lull.writer.guard.ThawNews.State;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Thaws what Lull has frozen on this machine, when node, guard and cluster are dead or hang.
 *
 * <pre>
 *   --run-directory DIRECTORY   where the hold files are; /run/lull if nothing is said
 *   --foreign MOUNT             thaw this file system too, whoever has frozen it
 *   --list                      say what is frozen, and thaw nothing
 * </pre>
 */
public final class ThawLocal {
  private final List<String> foreign = new ArrayList<>();
  private final List<Holdable> held = new ArrayList<>();
  private Path runDirectory = GuardSettings.RUN_DIRECTORY;
  private boolean list;
  private ExitCode result = ExitCode.COMPLETED;
  private Consumer<ThawNews> told = _ -> {};

  private ThawLocal() {}

  /** Ends with a number of {@link ExitCode}. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    Runtime.getRuntime().halt(run(arguments, out, err).number());
  }

  /** As {@link #main}, for whoever has places of his own for what is said. */
  public static ExitCode run(String[] arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    try {
      return of(List.of(arguments)).run(news -> out.println(news.line()));
    } catch (IllegalArgumentException wrong) {
      err.println("lull thaw: " + Visible.of(wrong.getMessage() + ". See 'lull thaw --help'"));
      return ExitCode.USAGE;
    }
  }

  /**
   * What these arguments ask for; nothing is done yet.
   *
   * @throws IllegalArgumentException if they ask for what is not
   */
  public static ThawLocal of(List<String> arguments) {
    ThawLocal thaw = new ThawLocal();
    thaw.read(arguments)
        .ifPresent(
            wrong -> {
              throw new IllegalArgumentException("expected " + wrong);
            });
    return thaw;
  }

  /** Does it, and tells of each thing once it is done. */
  public ExitCode run(Consumer<ThawNews> listener) throws InterruptedException {
    told = listener;
    ours();
    foreign.forEach(this::foreign);
    others();
    return result;
  }

  /** Takes what is asked for; or says what was expected instead. */
  private Optional<String> read(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      if (option.equals("--list")) {
        list = true;
      } else if (!option.equals("--foreign") && !option.equals("--run-directory")) {
        return Optional.of("an option that there is, but got '" + option + "'");
      } else if (++i == arguments.size()) {
        return Optional.of("a directory after " + option + ", but got none");
      } else if (option.equals("--foreign")) {
        foreign.add(arguments.get(i));
      } else if (isNoDirectory(arguments.get(i))) {
        // Who mistypes it is not to read that nothing is held there.
        return Optional.of("a directory after " + option + ", but there is no " + arguments.get(i));
      } else {
        runDirectory = Path.of(arguments.get(i));
      }
    }
    return Optional.empty();
  }

  /** Not if nobody may look: then it may well be one. */
  private static boolean isNoDirectory(String name) {
    Path path = Path.of(name);
    return !Files.isDirectory(path) && (Files.exists(path) || Files.notExists(path));
  }

  private void ours() throws InterruptedException {
    HoldFiles files = HoldFiles.in(runDirectory);
    try {
      HoldFiles.Found found = files.found();
      if (found.holds().isEmpty() && found.strange().isEmpty()) {
        tell(State.NOTHING_HELD, runDirectory.toString(), "");
      }
      for (HoldFile file : found.holds()) {
        one(files, file);
      }
      found.strange().forEach(this::strange);
    } catch (AccessDeniedException refused) {
      tell(
          State.UNKNOWN,
          "what " + runDirectory + " notes",
          "this user may not look; run it as root, or as the user of the node");
      result = ExitCode.THAW_UNCONFIRMED;
    } catch (IOException unreadable) {
      tell(State.UNKNOWN, "what " + runDirectory + " notes", unreadable.toString());
      result = ExitCode.THAW_UNCONFIRMED;
    }
  }

  /** Nothing can be let go by it, but it may well be that something stands. */
  private void strange(Path file) {
    tell(
        State.NOT_THAWED,
        "what " + file.toString().replaceAll("\\p{Cntrl}", "?") + " holds",
        "this version of Lull cannot read it; look for what takes no writes, thaw it by --foreign"
            + " MOUNT, and remove the file");
    result = ExitCode.THAW_UNCONFIRMED;
  }

  private void one(HoldFiles files, HoldFile file) throws InterruptedException {
    HoldNote note = file.note();
    if (list) {
      told.accept(ThawNews.of(State.HELD, note, ""));
      held.add(note.what());
      return;
    }
    try {
      boolean thawed = LocalThaw.thaw(files, file);
      told.accept(ThawNews.of(thawed ? State.THAWED : State.THAWED_ALREADY, note, ""));
    } catch (GuardException failed) {
      told.accept(ThawNews.of(State.NOT_THAWED, note, failed.fault().detail()));
      result = ExitCode.THAW_UNCONFIRMED;
    }
  }

  private void foreign(String mount) {
    // Not before ours are thawed, which no mistake is to be in the way of.
    if (isNoDirectory(mount)) {
      tell(State.NOT_THERE, mount, "correct what follows --foreign");
      if (result == ExitCode.COMPLETED) {
        result = ExitCode.USAGE;
      }
      return;
    }
    if (list) {
      return;
    }
    try (Descriptor root = Descriptor.ofDirectory(mount)) {
      tell(Freezing.thaw(root) ? State.THAWED_AS_TOLD : State.WAS_NOT_FROZEN, mount, "");
    } catch (SystemCallException failed) {
      tell(State.NOT_THAWED, mount, String.valueOf(failed.getMessage()));
      result = ExitCode.THAW_UNCONFIRMED;
    }
  }

  private void others() throws InterruptedException {
    try {
      for (String mount : FrozenProbe.frozen()) {
        if (held.stream()
            .anyMatch(what -> what instanceof FileSystem f && f.path().equals(mount))) {
          continue;
        }
        tell(
            State.FROZEN_BY_OTHERS,
            mount,
            "left alone; if nobody needs that, --foreign " + mount + " thaws it");
        if (result == ExitCode.COMPLETED) {
          result = ExitCode.BUSY;
        }
      }
    } catch (IOException failed) {
      tell(State.UNKNOWN, "whether somebody else has frozen anything", failed.toString());
    }
  }

  private void tell(State state, String what, String detail) {
    told.accept(ThawNews.of(state, what, detail));
  }
}
