package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.lull.kernel.Descriptor;
import io.lull.kernel.FileSystemKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The directory in memory with a file for each hold, from before its freeze until its thaw. */
public final class HoldFiles {
  private static final String PREFIX = "hold-";
  private static final String UNFINISHED = "new-";
  private static final Path SELF = Path.of("/proc/self");
  private static final int ROOT = 0;

  private final Path directory;

  private HoldFiles(Path directory) {
    this.directory = directory;
  }

  /** The hold files of a directory that may not be there yet. */
  public static HoldFiles in(Path directory) {
    return new HoldFiles(directory);
  }

  /** Makes the directory if need be; refuses one that is on a disk, which may be what is frozen. */
  static HoldFiles make(Path directory) throws GuardException {
    String expected = "a run directory in memory at " + directory;
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      try (Descriptor open = Descriptor.ofDirectory(directory.toRealPath())) {
        if (open.fileSystem() != FileSystemKind.TMPFS) {
          throw GuardException.expected(
              Failure.WRITER_INFRASTRUCTURE,
              expected,
              "it is on a disk; set run-directory to a place on a tmpfs, such as below /run");
        }
      }
      demandOwn(directory);
      return new HoldFiles(directory);
    } catch (IOException failed) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE,
          expected,
          failed + "; make it, or set run-directory to another place");
    }
  }

  /**
   * Refuses a directory that others can write to. What a hold file says is done with all rights of
   * the node: a file system is thawed by it, and programs are run.
   */
  private static void demandOwn(Path directory) throws IOException {
    int owner = (int) Files.getAttribute(directory, "unix:uid");
    int self = (int) Files.getAttribute(SELF, "unix:uid");
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(directory);
    if ((owner != self && owner != ROOT)
        || rights.contains(PosixFilePermission.GROUP_WRITE)
        || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "expected a run directory that only its owner can write to, and he is root or the user of"
              + " the node, but "
              + directory
              + " belongs to user "
              + owner
              + " and allows "
              + PosixFilePermissions.toString(rights));
    }
  }

  Path directory() {
    return directory;
  }

  /** From here on everybody can find out what is about to be frozen. */
  void write(HoldFile file) throws GuardException {
    Path unfinished = directory.resolve(UNFINISHED + file.note().token().hex());
    try {
      Files.writeString(unfinished, file.text(), UTF_8);
      Files.move(unfinished, path(file.note().token()), ATOMIC_MOVE);
    } catch (IOException failed) {
      throw GuardException.expected(
          Failure.WRITER_OUT_OF_RESOURCES,
          "to note in " + directory + " what is about to be frozen",
          failed + "; look whether it is full");
    }
  }

  /** The hold is over, or never began. */
  void remove(HoldToken token) {
    try {
      Files.deleteIfExists(path(token));
    } catch (IOException stays) {
      // Whoever finds it thaws what is not frozen, which does no harm.
    }
  }

  /** Whether this hold may stand: it is noted before it begins, and until it is over. */
  boolean has(HoldToken token) {
    return Files.exists(path(token));
  }

  /** All that may be frozen, as far as it is known what that is. */
  public List<HoldFile> all() throws IOException {
    return found().holds();
  }

  /**
   * What lies in the directory.
   *
   * @param strange files with the name of a hold that say nothing to thaw by: of another version,
   *     perhaps, or half of one
   */
  record Found(List<HoldFile> holds, List<Path> strange) {
    Found {
      holds = List.copyOf(holds);
      strange = List.copyOf(strange);
    }
  }

  Found found() throws IOException {
    List<HoldFile> holds = new ArrayList<>();
    List<Path> strange = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      demandOwn(directory);
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PREFIX + "*")) {
        for (Path path : found) {
          read(path, holds, strange);
        }
      }
    }
    return new Found(holds, strange);
  }

  private static void read(Path path, List<HoldFile> holds, List<Path> strange) throws IOException {
    try {
      holds.add(HoldFile.parse(Files.readString(path, UTF_8)));
    } catch (IllegalArgumentException | CharacterCodingException unknown) {
      strange.add(path);
    } catch (IOException gone) {
      if (Files.exists(path)) {
        throw gone;
      }
    }
  }

  private Path path(HoldToken token) {
    return directory.resolve(PREFIX + token.hex());
  }
}
