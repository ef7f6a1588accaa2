package io.lull.cli.backup;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Copies the content of a set into a directory of its own, which has its name only when all is
 * there and on disk.
 *
 * <p>Names are passed on as the bytes that they are, links are copied as links and never followed,
 * and nothing that exists is written to. Devices, pipes and sockets have no content; they are left
 * out and counted.
 */
final class CopyOut {
  private static final int BUFFER = 1 << 20;

  private final Path directory;
  private final SetId set;
  private final Runnable check;
  private final Progress progress;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private long whole;
  private long done;
  private int leftOut;

  /**
   * A copy into a directory below this one.
   *
   * @param check throws when nobody wants the copy any more
   */
  CopyOut(Path directory, SetId set, Runnable check, Progress progress) {
    this.directory = directory;
    this.set = set;
    this.check = check;
    this.progress = progress;
  }

  /** Makes the directory and tries whether anything can be put there. */
  static void demandRoom(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempDirectory(directory, ".lull-"));
    } catch (IOException failed) {
      throw noRoom(directory, why(failed));
    }
  }

  /** The same as far as it shows without writing anything. */
  static void demandLikelyRoom(Path directory) {
    Path there = directory;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw noRoom(directory, there + " is no directory");
    }
    if (!Files.isWritable(there)) {
      throw noRoom(directory, "we may not write there");
    }
  }

  private static Trouble noRoom(Path directory, String but) {
    return Trouble.usage(
        "expected a directory to copy into at " + directory + ", but " + but,
        "Name another directory by --to, or run this as somebody who may write there");
  }

  private static String why(IOException failed) {
    return switch (failed) {
      case FileAlreadyExistsException there -> there.getFile() + " is no directory";
      case NoSuchFileException _ -> "nothing can be made there";
      case AccessDeniedException _ -> "we may not write there";
      default -> failed.getMessage() == null ? "it failed" : failed.getMessage();
    };
  }

  /** Copies all of it and returns the directory in which it lies. */
  Path run(Copies copies) {
    Path end = directory.resolve(set.name());
    Path part = directory.resolve(set.name() + ".part");
    if (Files.exists(end, LinkOption.NOFOLLOW_LINKS)) {
      throw failed("there is already something at " + end);
    }
    boolean ours = false;
    try {
      Files.createDirectories(directory);
      Files.createDirectory(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      ours = true;
      content(copies, part);
      Files.write(
          part.resolve("copies.json"), Wire.json().write(copies), StandardOpenOption.CREATE_NEW);
      sync(part.resolve("copies.json"));
      sync(part);
      Files.move(part, end, StandardCopyOption.ATOMIC_MOVE);
      sync(directory);
      if (leftOut > 0) {
        progress.note(leftOut + " devices, pipes or sockets have no content and were left out");
      }
      return end;
    } catch (FileAlreadyExistsException there) {
      throw failed("there is already something at " + there.getFile());
    } catch (IOException failed) {
      removeIf(ours, part);
      throw failed(failed.getClass().getSimpleName() + " at " + failed.getMessage());
    } catch (Trouble stopped) {
      removeIf(ours, part);
      throw stopped;
    }
  }

  private void content(Copies copies, Path part) throws IOException {
    List<CopyView> views = copies.copies();
    for (CopyView copy : views) {
      measure(place(copy));
    }
    for (int i = 0; i < views.size(); i++) {
      Path target = part.resolve(name(i, views.get(i)));
      Path source = place(views.get(i));
      if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
        tree(source, target);
      } else {
        one(source, target, attributes(source));
      }
    }
    progress.bytes("copying", whole, whole);
  }

  /** Which number a copy has, and the last part of its path, so that people find it. */
  static String name(int number, CopyView copy) {
    String path = copy.snapshot().volume().path();
    String last = path.substring(path.lastIndexOf('/') + 1);
    // A name may have 255 bytes, and a character of a path may take four of them.
    return number
        + (last.isEmpty()
            ? ""
            : "-"
                + last.substring(
                    0,
                    last.offsetByCodePoints(
                        0, Math.min(50, last.codePointCount(0, last.length())))));
  }

  private static Path place(CopyView copy) {
    Path place =
        copy.place()
            .map(Path::of)
            .orElseThrow(() -> failed(copy.snapshot() + " lies in no directory"));
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw failed(copy.snapshot() + " does not lie on this machine, or we may not look");
    }
    return place;
  }

  private void measure(Path source) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
            check.run();
            whole += found.isRegularFile() ? found.size() : 0;
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void tree(Path source, Path target) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes found)
              throws IOException {
            Files.createDirectory(there(dir));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            one(file, there(file), attributes(file));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            // Last, because a directory may be one that nobody may write to.
            dress(there(dir), attributes(dir));
            sync(there(dir));
            return FileVisitResult.CONTINUE;
          }

          private Path there(Path path) {
            return path.equals(source) ? target : target.resolve(source.relativize(path));
          }
        });
  }

  private void one(Path file, Path target, PosixFileAttributes found) throws IOException {
    check.run();
    if (found.isSymbolicLink()) {
      Files.createSymbolicLink(target, Files.readSymbolicLink(file));
    } else if (found.isRegularFile()) {
      bytes(file, target);
      dress(target, found);
    } else {
      leftOut++;
    }
  }

  private void bytes(Path file, Path target) throws IOException {
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    // Opened without following, in case it has become a link since we looked.
    try (FileChannel in =
            FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        FileChannel out =
            FileChannel.open(
                target,
                fresh,
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")))) {
      while (in.read(buffer.clear()) >= 0) {
        buffer.flip();
        done += buffer.remaining();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        progress.bytes("copying", done, whole);
        check.run();
      }
      out.force(true);
    }
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Gives a copy the owner, the rights and the times of what it is a copy of. */
  private static void dress(Path target, PosixFileAttributes found) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    try {
      view.setOwner(found.owner());
      view.setGroup(found.group());
    } catch (IOException notAllowed) {
      // Only root may give files away; others keep what they copied.
    }
    view.setPermissions(found.permissions());
    view.setTimes(found.lastModifiedTime(), found.lastAccessTime(), null);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void removeIf(boolean ours, Path part) {
    if (!ours) {
      return;
    }
    try {
      Files.walkFileTree(
          part,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes found)
                throws IOException {
              Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failure)
                throws IOException {
              Files.delete(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException left) {
      // It ends in .part, so nobody takes it for a backup; what stopped us is more important.
    }
  }

  private static Trouble failed(String but) {
    return Trouble.of(ExitCode.FAILED, "expected to copy the set out, but " + but, "");
  }
}
