package io.lull.writer.guard;

import io.lull.kernel.Below;
import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.Identity;
import io.lull.kernel.Mount;
import io.lull.kernel.Mounting;
import io.lull.kernel.SuperBlock;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A file system, as it was when somebody looked.
 *
 * @param path where it is mounted
 * @param identity what was found there: another file, device or mount is another file system
 */
public record FileSystem(String path, Identity identity, SuperBlock block, Mounting mounting)
    implements Holdable {
  static final String KIND = "filesystem";

  private static final Duration PATIENCE = Duration.ofMillis(500);
  // A killed one that does not go hangs in a call for another file system.
  private static final Duration ENOUGH = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 10_000_000;

  /** Looks at what is there now. */
  public static FileSystem identify(String path) throws GuardException {
    try (Descriptor root = Descriptor.ofDirectory(path)) {
      return new FileSystem(path, root.identity(), SuperBlock.of(root), Mounting.of(root));
    } catch (SystemCallException failed) {
      throw new GuardException(failed.fault("a file system mounted at " + path));
    }
  }

  @Override
  public GuardedHold open(Admission admission) throws GuardException {
    Descriptor root = reopen();
    try {
      admission.check(this, root);
      return new FileSystemHold(this, root);
    } catch (GuardException | RuntimeException refused) {
      root.close();
      throw refused;
    }
  }

  /** Its name may lead elsewhere when it has to be thawed. */
  @Override
  public NodeHand reach(GuardProcess guard) throws GuardException {
    Descriptor root = reopen();
    return new NodeHand() {
      @Override
      public Optional<Boolean> letGo() {
        try {
          return Optional.of(Freezing.thaw(root));
        } catch (SystemCallException unknown) {
          return Optional.empty();
        }
      }

      @Override
      public void close() {
        root.close();
      }
    };
  }

  @Override
  public boolean letGo(GuardLife by) throws GuardException, InterruptedException {
    // One that can still do its duty ends what it holds by itself.
    by.ask();
    long asked = System.nanoTime();
    boolean thawed = false;
    try (Descriptor root = reopenAnywhere()) {
      while (true) {
        boolean gone = by.gone();
        long waited = System.nanoTime() - asked;
        thawed = thawed || Freezing.thaw(root);
        // Thawed is not enough: a guard that wakes up later would thaw what is somebody else's.
        if (gone || (thawed && waited > ENOUGH.toNanos())) {
          return thawed;
        }
        if (waited > PATIENCE.toNanos()) {
          by.kill();
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (SystemCallException failed) {
      throw new GuardException(failed.fault("to thaw " + shown()));
    }
  }

  /** Opens the very same file system, or refuses: names can be made to lead elsewhere. */
  public Descriptor reopen() throws GuardException {
    Descriptor root;
    try {
      root = Descriptor.ofDirectory(path);
    } catch (SystemCallException failed) {
      throw new GuardException(failed.fault(shown() + " as it was identified"));
    }
    try {
      Identity now = root.identity();
      if (now.equals(identity) && Mounting.of(root).equals(mounting)) {
        return root;
      }
      throw changed(now);
    } catch (SystemCallException failed) {
      root.close();
      throw new GuardException(failed.fault(shown() + " as it was identified"));
    } catch (GuardException other) {
      root.close();
      throw other;
    }
  }

  /** Opens it by any mount of it that is left. */
  Descriptor reopenAnywhere() throws GuardException {
    try {
      return reopen();
    } catch (GuardException elsewhere) {
      for (Mount mount : mounts()) {
        try {
          Descriptor root = Descriptor.ofDirectory(mount.point());
          if (SuperBlock.of(root).equals(block)) {
            return root;
          }
          root.close();
        } catch (SystemCallException covered) {
          // A mount below another one cannot be opened by its name; there may be more of them.
        }
      }
      throw elsewhere;
    }
  }

  /** Refuses if what has to be written to in a window lies here: it would wait for the thaw. */
  public void refuseToHold(String written) throws GuardException {
    try (Descriptor directory = Descriptor.ofDirectory(written)) {
      SuperBlock there = SuperBlock.of(directory);
      // An image in a file needs the file system that the file lies on.
      if (there.equals(block) || Below.of(there).contains(block)) {
        throw GuardException.expected(
            Failure.HOLD_REFUSED,
            "to freeze " + shown(),
            "a copy of the set is made there, at "
                + written
                + ", and would wait for the thaw; choose another provider or another place for it,"
                + " or leave this writer out");
      }
    } catch (IOException failed) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE,
          "to see on which file system " + written + " lies",
          String.valueOf(failed.getMessage()));
    }
  }

  private static List<Mount> mounts() {
    try {
      return Mount.all();
    } catch (IOException withoutProc) {
      return List.of();
    }
  }

  private GuardException changed(Identity now) {
    return GuardException.expected(
        Failure.WRITER_NON_RETRYABLE,
        shown() + " as it was identified (" + shown(identity) + ")",
        "there is another one now ("
            + shown(now)
            + "), so that the wrong one would be frozen; mount it again and begin a new backup");
  }

  private static String shown(Identity identity) {
    return "device %d:%d, mount %d, inode %d"
        .formatted(
            identity.deviceMajor(), identity.deviceMinor(), identity.mount(), identity.inode());
  }

  @Override
  public void say(Lines lines) {
    lines
        .add("kind", KIND)
        .add("path", path)
        .add("thaw", "fsfreeze --unfreeze <path>, or lull thaw --local")
        .add("block", block.name())
        .add("inode", identity.inode())
        .add("major", identity.deviceMajor())
        .add("minor", identity.deviceMinor())
        .add("mount", identity.mount())
        .add("mounting", mounting.number());
  }

  static FileSystem of(Lines lines) {
    return new FileSystem(
        lines.one("path"),
        new Identity(
            lines.number("inode"),
            Integer.parseInt(lines.one("major")),
            Integer.parseInt(lines.one("minor")),
            lines.number("mount")),
        new SuperBlock(lines.one("block")),
        new Mounting(lines.number("mounting")));
  }

  @Override
  public String shown() {
    return "the file system at " + path;
  }
}
