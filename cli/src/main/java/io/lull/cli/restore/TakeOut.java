package io.lull.cli.restore;

import io.lull.cli.backup.Progress;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.Volume;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the content of copies into an empty directory, each below it at the path that its volume
 * has. Nothing of any application is touched, so no writer has to make way.
 */
final class TakeOut {
  private final Sources sources;
  private final Runnable check;
  private final Progress progress;

  TakeOut(Sources sources, Runnable check, Progress progress) {
    this.sources = sources;
    this.check = check;
    this.progress = progress;
  }

  /** Says where the content of each volume is then. */
  Map<Volume, String> run(Path directory) {
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
    try (Target target = Target.open(directory)) {
      try {
        target.shut(Restoring.us());
        Map<Volume, String> places = fill(target);
        Tool.sync(target.at());
        target.reopen();
        return places;
      } catch (IOException | Trouble failed) {
        empty(target.at());
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

  private static void demandEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw Trouble.usage("expected a directory after --to, but " + directory + " is none", "");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      if (entries.iterator().hasNext()) {
        throw Trouble.usage(
            "expected a new or empty directory after --to, but there is something in " + directory,
            "Nothing that exists is ever written over; name another one");
      }
    }
  }

  private Map<Volume, String> fill(Target target) throws IOException {
    long whole = sources.bytes(check);
    Map<Volume, String> places = new TreeMap<>();
    long before = 0;
    for (Map.Entry<Volume, Path> source : sources.places().entrySet()) {
      String below = source.getKey().path().substring(1);
      Path place = place(target.at(), below);
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

  private static void empty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Tool.remove(entry);
      }
    }
  }

  private static Trouble failed(IOException why) {
    return Trouble.of(
        ExitCode.FAILED, "expected to take the files out, but " + Restoring.said(why), "");
  }
}
