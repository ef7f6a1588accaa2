package io.lull.kernel.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.Descriptor;
import io.lull.kernel.SystemCallException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A file system of its own in a sparse file, mounted until it is closed. */
public final class LoopDevice implements AutoCloseable {
  private static final long FITHAW = 0xC0045878L;
  private static final int ATTEMPTS = 50;

  private final Path image;
  private final Path mount;
  private final String device;

  private LoopDevice(Path image, Path mount, String device) {
    this.image = image;
    this.mount = mount;
    this.device = device;
  }

  /**
   * Makes one, or skips the test that wants it where the machine cannot.
   *
   * @param directory where its image and its mount point are made
   * @param fileSystem {@code btrfs}, {@code xfs} or {@code ext4}
   * @param bytes how large it is; btrfs wants 110 MiB, XFS 300 MiB
   */
  public static LoopDevice make(Path directory, String fileSystem, long bytes) throws IOException {
    Real.needRoot();
    Real.needCommand("losetup");
    Real.needCommand("mkfs." + fileSystem);
    Real.need("loop devices of the kernel", Files.exists(Path.of("/dev/loop-control")));
    Path image = Files.createTempFile(directory, fileSystem, ".image");
    Path mount = Files.createTempDirectory(directory, fileSystem);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    String device = run("losetup", "--find", "--show", image.toString()).strip();
    LoopDevice made = new LoopDevice(image, mount, device);
    try {
      run("mkfs." + fileSystem, "-q", device);
      made.mountAgain();
    } catch (IOException | RuntimeException failed) {
      made.close();
      throw failed;
    }
    return made;
  }

  /** Where it is mounted. */
  public Path mount() {
    return mount;
  }

  /** The block device, such as {@code /dev/loop0}. */
  public String device() {
    return device;
  }

  public void mountAgain() throws IOException {
    run("mount", device, mount.toString());
  }

  public void unmount() throws IOException {
    run("umount", mount.toString());
  }

  /**
   * Thaws what a test that failed may have left frozen, and leaves nothing of it on the machine.
   */
  @Override
  public void close() throws IOException {
    thaw();
    while (mounted()) {
      release();
    }
    run("losetup", "--detach", device);
    Files.deleteIfExists(image);
    Files.deleteIfExists(mount);
  }

  private void release() throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        unmount();
        return;
      } catch (IOException busy) {
        // A child process that was killed a moment ago may still have a file open.
        LockSupport.parkNanos(100_000_000);
      }
    }
    run("umount", "--lazy", mount.toString());
  }

  /** Whether anything is mounted at its mount point. */
  public boolean mounted() throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + mount + " ");
  }

  private void thaw() throws IOException {
    if (!mounted()) {
      return;
    }
    try (Descriptor descriptor = Descriptor.ofDirectory(mount)) {
      while (true) {
        descriptor.ioctl("thawing " + mount, FITHAW, 0);
      }
    } catch (SystemCallException thawed) {
      // The kernel says that nothing is frozen, or that it cannot be: both is what is wanted.
    }
  }

  /** Runs a command to its end and returns what it printed. */
  public static String run(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    words.set(0, found(command[0]));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    // It has closed its output, so that it ends in a moment.
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("expected to run " + words + ", but it said: " + said.strip());
    }
    return said;
  }

  private static String found(String command) {
    for (String directory : List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")) {
      if (Files.isExecutable(Path.of(directory, command))) {
        return directory + "/" + command;
      }
    }
    return command;
  }
}
