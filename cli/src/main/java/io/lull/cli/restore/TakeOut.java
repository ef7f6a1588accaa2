package io.lull.cli.restore;

import io.lull.cli.backup.Progress;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the content of copies into an empty directory, each below it at the path that its volume
 * has. Nothing of any application is touched, so no writer has to make way.
 */
public final class TakeOut {
  private final Sources sources;
  private final Runnable check;
  private final Progress progress;

  public TakeOut(Sources sources, Runnable check, Progress progress) {
    this.sources = sources;
    this.check = check;
    this.progress = progress;
  }

  /** Says where the content of each volume is then. */
  public Map<Volume, String> run(Path directory) {
    boolean made = false;
    try {
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(directory);
        made = true;
      }
      demandEmpty(directory);
    } catch (IOException failed) {
      throw failed(failed);
    }
    try (Target target = Target.open(directory);
        Stage stage = stage(target)) {
      try {
        Map<Volume, String> places = fill(target, stage);
        Tool.sync(target.at());
        for (Path entry : Replacement.entries(stage.fresh())) {
          if (!entry.endsWith(Stage.NAME)) {
            Files.move(
                entry, target.at().resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
          }
        }
        Stage.remove(target);
        target.reopen();
        return places;
      } catch (IOException | Trouble failed) {
        for (Path entry : Replacement.entries(target.at())) {
          Tool.remove(entry);
        }
        target.reopen();
        if (made) {
          Files.deleteIfExists(target.shown());
        }
        throw failed;
      }
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  /** A place to copy into, so that what is in it is known to be ours also when we are cut off. */
  private static Stage stage(Target target) throws IOException {
    UserPrincipal us = Restoring.us();
    return Stage.begin(target, Stage.left(target.at(), us), us);
  }

  /** Refuses what is no directory, or has something in it. */
  static void demandEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw Trouble.usage("expected a directory after --to, but " + directory + " is none", "");
    }
    for (Path entry : Replacement.entries(directory)) {
      if (!entry.endsWith(Stage.NAME)) {
        throw Trouble.usage(
            "expected a new or empty directory after --to, but there is something in " + directory,
            "Nothing that exists is ever written over; name another one");
      }
    }
  }

  private Map<Volume, String> fill(Target target, Stage stage) throws IOException {
    Path root = Files.createDirectory(stage.fresh());
    long whole = sources.bytes(check);
    Map<Volume, String> places = new TreeMap<>();
    long before = 0;
    for (Map.Entry<Volume, Path> source : sources.places().entrySet()) {
      String below = source.getKey().path().substring(1);
      Path place = place(root, below);
      long done = before;
      Tool.copy(
          source.getValue(), place, check, more -> progress.bytes("copying", done + more, whole));
      before += Sources.bytes(source.getValue(), check);
      places.put(source.getKey(), target.shown().resolve(below).toString());
    }
    progress.bytes("copying", whole, whole);
    return places;
  }

  /** Where a volume goes: an empty place, to which no link leads that came with an outer volume. */
  private static Path place(Path root, String below) throws IOException {
    Path place = root.resolve(below);
    Path above = root;
    for (Path name : root.relativize(place)) {
      Path next = above.resolve(name);
      if (next.equals(place)) {
        break;
      }
      if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(next);
      } else if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("the copy has something else than a directory at " + below);
      }
      above = next;
    }
    if (!place.equals(root) && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      Tool.remove(place);
    }
    return place;
  }

  private static Trouble failed(IOException why) {
    return Trouble.of(
        ExitCode.FAILED, "expected to take the files out, but " + Restoring.said(why), "");
  }
}
