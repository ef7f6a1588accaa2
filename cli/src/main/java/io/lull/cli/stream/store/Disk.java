package io.lull.cli.stream.store;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done with files so that only their owner reads them and no loss of power loses them. */
public final class Disk {
  static final FileAttribute<?> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  static final FileAttribute<?> OWN_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private Disk() {}

  /** A file that was not there. */
  static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWN_FILE);
  }

  /** Brings the names in a directory to the disk. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes a tree, and follows no link out of it. */
  public static void remove(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException broken)
              throws IOException {
            if (broken != null) {
              throw broken;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Why something cannot be done with a file, as a trouble. */
  public static Trouble trouble(String expected, IOException why) {
    String said = why instanceof NoSuchFileException ? "there is none" : said(why);
    boolean full = said.contains("No space left") || said.contains("quota");
    return Trouble.of(
        ExitCode.FAILED,
        "expected " + expected + ", but " + said,
        full ? "Make room there, or name another directory" : "");
  }

  /** Why there is no directory where one was to be made; mostly another one has to be named. */
  public static Trouble notMade(Path directory, IOException why) {
    String expected = "to make a directory at " + directory;
    String other = "Name another directory";
    return switch (why) {
      case FileAlreadyExistsException there ->
          Trouble.usage(
              "expected " + expected + ", but " + there.getFile() + " is no directory", other);
      case NoSuchFileException _ ->
          Trouble.usage("expected " + expected + ", but nothing can be made there", other);
      case AccessDeniedException denied ->
          Trouble.usage(
              "expected " + expected + ", but we may not make " + denied.getFile(),
              other + ", or run this as somebody who may");
      default -> trouble(expected, why);
    };
  }

  private static String said(IOException why) {
    String message = why.getMessage();
    return message == null ? why.getClass().getSimpleName() : message;
  }
}
