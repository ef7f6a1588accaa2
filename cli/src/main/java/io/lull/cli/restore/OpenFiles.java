package io.lull.cli.restore;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who has files of a tree open.
 *
 * <p>Files are compared and not their names, because a process in a container has other names for
 * them. Of processes of others only root is told.
 */
final class OpenFiles {
  private OpenFiles() {}

  /** One process and one file, in words. */
  static Optional<String> find(Path tree, Set<Path> leftOut) throws IOException {
    Map<Object, Path> files = files(tree, leftOut);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(Path.of("/proc"), name -> isNumber(name))) {
      for (Path process : processes) {
        Optional<String> found = find(process, files, tree);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isNumber(Path process) {
    return process.getFileName().toString().matches("\\d+");
  }

  private static Map<Object, Path> files(Path tree, Set<Path> leftOut) throws IOException {
    Map<Object, Path> files = new HashMap<>();
    // With a slash at its end, so that a tree is looked into that is reached by a descriptor.
    Files.walkFileTree(
        tree.resolve("."),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes found) {
            return leftOut.contains(dir.normalize())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
            if (found.isRegularFile()) {
              files.put(found.fileKey(), file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static Optional<String> find(Path process, Map<Object, Path> files, Path tree) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        Optional<Path> file = opened(descriptor).map(files::get);
        if (file.isPresent()) {
          return Optional.of(
              "process "
                  + process.getFileName()
                  + " ("
                  + name(process)
                  + ") has "
                  + tree.relativize(file.get().normalize())
                  + " open");
        }
      }
    } catch (IOException | DirectoryIteratorException endedOrNotOurs) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Object> opened(Path descriptor) {
    try {
      return Optional.ofNullable(
          Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey());
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  private static String name(Path process) throws IOException {
    return Files.readString(process.resolve("comm")).strip();
  }
}
