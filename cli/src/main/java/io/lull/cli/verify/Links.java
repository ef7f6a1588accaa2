package io.lull.cli.verify;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * Keeps an engine within what was taken out.
 *
 * <p>Data may lead elsewhere by links, as that of PostgreSQL does to its tablespaces, and they say
 * where that lay at the backup: an engine on the copy would follow them to what runs. Those that
 * lead to a volume of the set are turned to where that was taken to; others are refused.
 *
 * @param data below which the volumes were put, each at its own path
 * @param volumes the paths of all that were taken out
 */
record Links(Path data, SortedSet<String> volumes) {
  /** Where something lay at the backup. */
  Path live(Path taken) {
    return Path.of("/").resolve(data.relativize(taken));
  }

  /** Refuses what leads out of the set, and turns to the copy what leads to another part of it. */
  void confine(Path directory) throws IOException, NotCheckedException {
    Deque<Path> ahead = new ArrayDeque<>(List.of(directory));
    Set<Path> seen = new HashSet<>();
    while (!ahead.isEmpty()) {
      Path next = ahead.pop();
      if (seen.stream().anyMatch(next::startsWith)) {
        continue;
      }
      for (Path link : links(next)) {
        ahead.add(turned(link));
      }
      seen.add(next);
    }
  }

  private static List<Path> links(Path directory) throws IOException {
    List<Path> links = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
            if (found.isSymbolicLink()) {
              links.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return links;
  }

  /** Where a link leads to within the copy, after it was turned there. */
  private Path turned(Path link) throws IOException, NotCheckedException {
    Path leads = live(link).resolveSibling(Files.readSymbolicLink(link)).normalize();
    Path target = data.resolve(leads.toString().substring(1));
    // A link on the way would lead out again, so there may be none.
    if (!covers(leads) || !isReal(target)) {
      throw new NotCheckedException(
          live(link) + " leads to " + leads + ", of which the set has no copy; check it by --exec");
    }
    Files.delete(link);
    Files.createSymbolicLink(link, target);
    return target;
  }

  private static boolean isReal(Path target) {
    try {
      return Files.exists(target, LinkOption.NOFOLLOW_LINKS) && target.toRealPath().equals(target);
    } catch (IOException nowhere) {
      return false;
    }
  }

  private boolean covers(Path live) {
    return volumes.stream().anyMatch(live::startsWith);
  }
}
