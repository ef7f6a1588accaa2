package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Mount;
import io.lull.kernel.SuperBlock;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which file systems are never frozen, because who is to thaw them needs them. */
public final class Admission {
  private static final Path SWAPS = Path.of("/proc/swaps");

  private final Map<SuperBlock, String> needed;

  private Admission(Map<SuperBlock, String> needed) {
    this.needed = needed;
  }

  /** Looks where the files of the guard are; that does not change while it runs. */
  public static Admission of(Path runDirectory) {
    Map<SuperBlock, String> needed = new LinkedHashMap<>();
    add(needed, Path.of("/"), "it is the root file system");
    add(needed, Path.of(System.getProperty("java.home")), "the Java of the guard lies on it");
    for (Path program : program()) {
      add(needed, program, "the program of the guard lies on it");
    }
    add(needed, runDirectory, "the run directory lies on it");
    return new Admission(needed);
  }

  /** The class path of a guard: this package, kernel and protocol. */
  static List<Path> program() {
    List<Path> program = new ArrayList<>();
    for (Class<?> part : List.of(GuardMain.class, Descriptor.class, HoldToken.class)) {
      try {
        program.add(Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException impossible) {
        throw new IllegalStateException("expected a place that " + part + " is from", impossible);
      }
    }
    return program;
  }

  private static void add(Map<SuperBlock, String> needed, Path path, String why) {
    for (Path directory = path; directory != null; directory = directory.getParent()) {
      if (Files.isDirectory(directory)) {
        addDirectory(needed, directory.toString(), why);
        return;
      }
    }
  }

  private static void addDirectory(Map<SuperBlock, String> needed, String path, String why) {
    try (Descriptor directory = Descriptor.ofDirectory(Path.of(path).toRealPath())) {
      needed.putIfAbsent(SuperBlock.of(directory), why);
      long mount = directory.identity().mount();
      for (Mount covering : Mount.all()) {
        // What is written to an overlay goes to another file system, if that can be seen from here.
        if (covering.id() == mount && covering.type().equals("overlay")) {
          for (String option : covering.options()) {
            if (option.startsWith("upperdir=")) {
              addDirectory(needed, option.substring("upperdir=".length()), why);
            }
          }
        }
      }
    } catch (IOException outOfSight) {
      // Such a place cannot be named by a writer either.
    }
  }

  /**
   * Refuses what must not be frozen.
   *
   * @param root the open root of it
   */
  public void check(FileSystem what, Descriptor root) throws GuardException {
    try {
      String why = needed.get(SuperBlock.of(root));
      if (why != null) {
        throw refused(what, why + "; move the data to a file system of its own");
      }
      checkMountPoint(what, root);
      checkSwap(what);
    } catch (IOException failed) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE,
          "to find out what lies on " + what.shown(),
          failed.getMessage() + "; look whether /proc is mounted for the node");
    }
  }

  private static void checkMountPoint(FileSystem what, Descriptor root)
      throws IOException, GuardException {
    long id = root.identity().mount();
    for (Mount mount : Mount.all()) {
      if (mount.id() == id) {
        try (Descriptor point = Descriptor.ofDirectory(mount.point())) {
          if (point.identity().equals(root.identity())) {
            return;
          }
        }
        throw refused(
            what, "it is a directory below " + mount.point() + "; name the mount point itself");
      }
    }
    throw refused(what, "it is mounted no more; mount it and begin a new backup");
  }

  private static void checkSwap(FileSystem what) throws IOException, GuardException {
    if (!Files.exists(SWAPS)) {
      return;
    }
    for (String line : Files.readString(SWAPS, UTF_8).split("\n")) {
      String[] words = line.split("\\s+");
      // The kernel writes spaces in names as it does in the list of mounts.
      Path file = Path.of(words[0].replace("\\040", " "));
      if (words.length > 1 && words[1].equals("file") && on(file, what.block())) {
        throw refused(what, file + " on it is swap; switch it off, or move it");
      }
    }
  }

  private static boolean on(Path file, SuperBlock block) {
    Path directory = file.getParent();
    if (directory == null) {
      return false;
    }
    try (Descriptor open = Descriptor.ofDirectory(directory.toRealPath())) {
      return SuperBlock.of(open).equals(block);
    } catch (IOException outOfSight) {
      return false;
    }
  }

  private static GuardException refused(FileSystem what, String but) {
    return GuardException.expected(
        Failure.VOLUME_NOT_SUPPORTED, what.shown() + " to be one that can be frozen", but);
  }
}
