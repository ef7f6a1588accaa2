package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private final PrintStream out;
  private final List<String> foreign = new ArrayList<>();
  private final List<Holdable> held = new ArrayList<>();
  private Path runDirectory = GuardSettings.RUN_DIRECTORY;
  private boolean list;
  private ExitCode result = ExitCode.COMPLETED;

  private ThawLocal(PrintStream out) {
    this.out = out;
  }

  /** Ends with a number of {@link ExitCode}. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    Runtime.getRuntime().halt(run(arguments, out).number());
  }

  /** As {@link #main}, for whoever has a place of his own for what is said. */
  public static ExitCode run(String[] arguments, PrintStream out) throws InterruptedException {
    ThawLocal thaw = new ThawLocal(out);
    Optional<String> wrong = thaw.read(arguments);
    if (wrong.isPresent()) {
      out.println(
          "lull thaw: expected "
              + wrong.get()
              + "; usage: lull thaw --local [--run-directory DIR] [--foreign MOUNT]... [--list]");
      return ExitCode.USAGE;
    }
    thaw.ours();
    thaw.foreign.forEach(thaw::foreign);
    thaw.others();
    return thaw.result;
  }

  /** Takes what is asked for; or says what was expected instead. */
  private Optional<String> read(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String option = arguments[i];
      if (option.equals("--list")) {
        list = true;
      } else if (!option.equals("--foreign") && !option.equals("--run-directory")) {
        return Optional.of("an option that there is, but got '" + option + "'");
      } else if (++i == arguments.length) {
        return Optional.of("a directory after " + option + ", but got none");
      } else if (option.equals("--foreign")) {
        foreign.add(arguments[i]);
      } else {
        runDirectory = Path.of(arguments[i]);
      }
    }
    return Optional.empty();
  }

  private void ours() throws InterruptedException {
    HoldFiles files = HoldFiles.in(runDirectory);
    try {
      HoldFiles.Found found = files.found();
      if (found.holds().isEmpty() && found.strange().isEmpty()) {
        out.println("nothing is held by Lull, as far as " + runDirectory + " says");
      }
      for (HoldFile file : found.holds()) {
        one(files, file);
      }
      found.strange().forEach(this::strange);
    } catch (IOException unreadable) {
      out.println("cannot read " + runDirectory + ": " + unreadable);
      result = ExitCode.THAW_UNCONFIRMED;
    }
  }

  /** Nothing can be let go by it, but it may well be that something stands. */
  private void strange(Path file) {
    out.println(
        "NOT THAWED: what "
            + file.toString().replaceAll("\\p{Cntrl}", "?")
            + " holds, because this version of Lull cannot read it; look for what takes no writes,"
            + " thaw it by --foreign MOUNT, and remove the file");
    result = ExitCode.THAW_UNCONFIRMED;
  }

  private void one(HoldFiles files, HoldFile file) throws InterruptedException {
    HoldNote note = file.note();
    String named = note.what().shown() + " (writer " + note.writer() + ", set " + note.set() + ")";
    if (list) {
      out.println("held: " + named);
      held.add(note.what());
      return;
    }
    try {
      boolean thawed = LocalThaw.thaw(files, file);
      out.println((thawed ? "thawed: " : "thawed already: ") + named);
    } catch (GuardException failed) {
      out.println("NOT THAWED: " + named + ": " + failed.fault().detail());
      result = ExitCode.THAW_UNCONFIRMED;
    }
  }

  private void foreign(String mount) {
    if (list) {
      return;
    }
    try (Descriptor root = Descriptor.ofDirectory(mount)) {
      out.println((Freezing.thaw(root) ? "thawed, as told: " : "was not frozen: ") + mount);
    } catch (SystemCallException failed) {
      out.println("NOT THAWED: " + failed.getMessage());
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
        out.println(
            "takes no writes, but was not frozen by Lull: "
                + mount
                + "; left alone; if nobody needs that, --foreign "
                + mount
                + " thaws it");
        if (result == ExitCode.COMPLETED) {
          result = ExitCode.BUSY;
        }
      }
    } catch (IOException failed) {
      out.println("cannot find out whether somebody else has frozen anything: " + failed);
    }
  }
}
