package io.lull.kernel.test;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for what a test starts, which takes them only later.
 *
 * <p>The kernel gives none of them to anybody who does not name it, and each is locked against the
 * tests of other processes for as long as this process lives. So nobody takes one between the
 * moment it was found free and the moment it is listened on.
 */
public final class Ports {
  // Above what known services listen on.
  private static final int FIRST = 15_000;
  private static final int END = 32_768;
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** Has a byte for each port, which whoever has the port has locked; it is never closed. */
  private static final Path LOCKS = Path.of(System.getProperty("java.io.tmpdir"), "lull-ports");

  private static final Ports OURS = new Ports();

  private final Map<Integer, FileLock> given = new HashMap<>();
  private final FileChannel locks;
  private final int end;
  private int next;

  private Ports() {
    try {
      end = end(Files.readString(RANGE));
      locks = FileChannel.open(made(LOCKS), WRITE);
      next = ThreadLocalRandom.current().nextInt(FIRST, end);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** A port that nobody uses, and that nobody else will be given. */
  public static int free() {
    return OURS.take();
  }

  /** The same, sought from this one on. */
  static int free(int from) {
    synchronized (OURS) {
      OURS.next = from;
      return OURS.take();
    }
  }

  private synchronized int take() {
    for (int tries = FIRST; tries < end; tries++) {
      int port = next;
      next = port + 1 < end ? port + 1 : FIRST;
      if (!given.containsKey(port) && locked(port) && isUnused(port)) {
        return port;
      }
    }
    throw new IllegalStateException("expected a free port, but there is none");
  }

  private boolean locked(int port) {
    try {
      FileLock lock = locks.tryLock(port, 1, false);
      if (lock != null) {
        given.put(port, lock);
      }
      return lock != null;
    } catch (OverlappingFileLockException ours) {
      return false;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** On no address at all: whoever listens on one of them keeps us from listening on every one. */
  private static boolean isUnused(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Where the kernel's own begin; where it takes nearly all, the usual ones are as good. */
  static int end(String range) {
    int kernels = Integer.parseInt(range.strip().split("\\s+")[0]);
    return kernels > FIRST + 1_000 ? Math.min(kernels, END) : END;
  }

  private static Path made(Path file) throws IOException {
    if (!Files.exists(file)) {
      FileChannel.open(file, CREATE, WRITE).close();
      // Tests of other users lock it too.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }
    return file;
  }
}
