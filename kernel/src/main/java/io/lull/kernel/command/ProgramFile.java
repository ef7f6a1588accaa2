package io.lull.kernel.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which file a program was when somebody looked.
 *
 * <p>Only root and the user of this process could have put it there: nobody else may write to it,
 * to a directory above it, or to one that a link on the way leads through. What is not so is not
 * known as a program at all.
 *
 * @param change the nanosecond of its last change, which nobody can set
 */
public record ProgramFile(String path, long device, long inode, long change) {
  private static final int OTHERS_WRITE = 0_022;
  private static final int ANYBODY_EXECUTES = 0_111;
  private static final int TYPE = 0_170_000;
  private static final int DIRECTORY = 0_040_000;
  private static final int LINK = 0_120_000;
  private static final int REGULAR = 0_100_000;
  private static final int LINKS_MAX = 40;
  private static final String WANTED = "unix:mode,uid,dev,ino,ctime";

  /**
   * Looks at what is there now.
   *
   * @throws UntrustedException if others than root and the user of this process could change it
   * @throws IOException if it is not there
   */
  public static ProgramFile identify(String path) throws IOException, UntrustedException {
    if (!path.startsWith("/")) {
      throw new UntrustedException("its path is not absolute");
    }
    if (!CommandLine.canSay(path)) {
      throw new UntrustedException(
          "its name has letters that the locale of this process lacks; start the node with LANG="
              + "C.UTF-8");
    }
    Found found = walk(path);
    if ((found.mode & TYPE) != REGULAR) {
      throw new UntrustedException("it is no file");
    }
    if ((found.mode & ANYBODY_EXECUTES) == 0) {
      throw new UntrustedException("it is not executable");
    }
    return new ProgramFile(path, found.device, found.inode, found.change);
  }

  /** Looks again, and refuses another file or another content. */
  public void demandSame() throws IOException, UntrustedException {
    if (!identify(path).equals(this)) {
      throw new UntrustedException("it is another file than before, or has changed since");
    }
  }

  /** Refuses a directory in which somebody else could put something. */
  public static void demandTrusted(String directory) throws IOException, UntrustedException {
    if (!directory.startsWith("/") || (walk(directory).mode & TYPE) != DIRECTORY) {
      throw new UntrustedException("it is no directory with an absolute path");
    }
  }

  /** Goes from the root to the file as the kernel does, and looks at everything on the way. */
  private static Found walk(String path) throws IOException, UntrustedException {
    long own = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Deque<String> ahead = new ArrayDeque<>(List.of(path.split("/")));
    Path here = Path.of("/");
    Found found = look(here, own);
    for (int links = 0; !ahead.isEmpty(); ) {
      String name = ahead.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        // What is above was looked at on the way down, and no link is left on it.
        here = parent(here);
        found = look(here, own);
        continue;
      }
      Path next = resolve(here, name);
      found = look(next, own);
      if ((found.mode & TYPE) != LINK) {
        here = next;
        continue;
      }
      if (++links > LINKS_MAX) {
        throw new FileSystemException(path, null, "too many links");
      }
      String target = Files.readSymbolicLink(next).toString();
      List.of(target.split("/")).reversed().forEach(ahead::push);
      if (target.startsWith("/")) {
        here = Path.of("/");
        found = look(here, own);
      }
    }
    return found;
  }

  private static Path parent(Path here) {
    Path parent = here.getParent();
    return parent == null ? here : parent;
  }

  private static Path resolve(Path here, String name) throws NoSuchFileException {
    try {
      return here.resolve(name);
    } catch (InvalidPathException cannotBe) {
      throw new NoSuchFileException(here + File.separator + name);
    }
  }

  private static Found look(Path place, long own) throws IOException, UntrustedException {
    Map<String, Object> read = Files.readAttributes(place, WANTED, LinkOption.NOFOLLOW_LINKS);
    int mode = (int) number(read, "mode");
    long owner = number(read, "uid");
    if (owner != 0 && owner != own) {
      throw new UntrustedException(
          place + " belongs to user " + owner + "; give it to root with chown");
    }
    // What a link says of its mode means nothing; a sticky directory still takes new files.
    if ((mode & TYPE) != LINK && (mode & OTHERS_WRITE) != 0) {
      throw new UntrustedException(
          "others than its owner can write to " + place + "; take that away with chmod go-w");
    }
    return new Found(mode, number(read, "dev"), number(read, "ino"), number(read, "ctime"));
  }

  private static long number(Map<String, Object> read, String word) {
    return switch (read.get(word)) {
      case Number number -> number.longValue();
      case FileTime time -> time.to(TimeUnit.NANOSECONDS);
      case null, default ->
          throw new IllegalStateException("expected a file system that knows " + word);
    };
  }

  private record Found(int mode, long device, long inode, long change) {}
}
