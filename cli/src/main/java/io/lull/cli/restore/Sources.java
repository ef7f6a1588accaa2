package io.lull.cli.restore;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the copies lie that files are taken from, by the volumes that they are copies of. */
public record Sources(SortedMap<Volume, Path> places) {

  /** The copies of these volumes, all of which have to lie on this machine. */
  static Sources of(Copies copies, Collection<Volume> volumes, HostId host, boolean here) {
    SortedMap<Volume, Path> places = new TreeMap<>();
    for (Volume volume : volumes) {
      if (!here || !volume.host().equals(host)) {
        throw Trouble.of(
            ExitCode.REFUSED,
            "expected files of this machine, but " + volume + " is of another one",
            "Run this on " + volume.host() + ", beside the node there");
      }
      Optional<CopyView> copy =
          copies.copies().stream()
              .filter(one -> one.snapshot().volume().equals(volume))
              .findFirst();
      Path place =
          copy.flatMap(CopyView::place)
              .map(Path::of)
              .orElseThrow(
                  () ->
                      missing(
                          copy.isEmpty()
                              ? "set " + copies.set() + " has none of " + volume
                              : "that of " + volume + " lies in no directory"));
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(place)) {
        throw missing("there is none at " + place + ", or we may not look");
      }
      places.put(volume, place);
    }
    return new Sources(places);
  }

  private static Trouble missing(String but) {
    return Trouble.of(
        ExitCode.FAILED,
        "expected a copy in a directory of this machine, but " + but,
        "'lull sets' says which sets there are, and only root may look into most copies");
  }

  /** How many bytes their files have. */
  public long bytes(Runnable check) throws IOException {
    long whole = 0;
    for (Path place : places.values()) {
      whole += bytes(place, check);
    }
    return whole;
  }

  static long bytes(Path tree, Runnable check) throws IOException {
    return bytes(tree, Set.of(), check);
  }

  /** The same but for what lies in these. */
  static long bytes(Path tree, Set<Path> leftOut, Runnable check) throws IOException {
    long[] whole = new long[1];
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes found) {
            return leftOut.contains(dir.normalize())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
            check.run();
            whole[0] += found.isRegularFile() ? found.size() : 0;
            return FileVisitResult.CONTINUE;
          }
        });
    return whole[0];
  }

  /**
   * What is not to be touched in a directory that others are put into: the copies themselves, what
   * is mounted there, and the places of other volumes that are put back by themselves.
   */
  Set<Path> notToTouch() throws IOException {
    Set<Path> others = mounts();
    for (Map.Entry<Volume, Path> entry : places.entrySet()) {
      others.add(entry.getValue().toRealPath());
      Path live = Path.of(entry.getKey().path());
      if (Files.exists(live)) {
        others.add(live.toRealPath());
      }
    }
    return others;
  }

  private static Set<Path> mounts() throws IOException {
    Set<Path> mounts = new HashSet<>();
    for (String line :
        Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)) {
      mounts.add(Path.of(unescaped(line.split(" ", 6)[4])));
    }
    return mounts;
  }

  /** The kernel writes what would break its lines as three octal digits. */
  private static String unescaped(String field) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        plain.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
        i += 3;
      } else {
        plain.append(field.charAt(i));
      }
    }
    return new String(
        plain.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
