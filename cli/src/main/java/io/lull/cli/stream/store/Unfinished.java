package io.lull.cli.stream.store;

import io.lull.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A backup that is being taken: a directory without a manifest.
 *
 * <p>As long as we live it is locked; whoever finds it and can lock it knows that we do not.
 */
public final class Unfinished implements AutoCloseable {
  static final String LOCK = "unfinished.lock";
  private static final String PART = Manifest.NAME + ".part";

  private final Path directory;
  private final FileChannel channel;
  private boolean finished;

  private Unfinished(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static Unfinished begin(Path directory) throws IOException {
    Files.createDirectory(directory, Disk.OWN_DIRECTORY);
    FileChannel channel = Store.opened(directory.resolve(LOCK));
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException("somebody else has locked " + directory);
    }
    Disk.sync(directory);
    return new Unfinished(directory, channel);
  }

  /** Whether anything was stored there. */
  static boolean hasArchives(Path directory) {
    try (DirectoryStream<Path> sums = Files.newDirectoryStream(directory, "*" + Archive.SUMS)) {
      return sums.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException unknown) {
      return false;
    }
  }

  /** Whether it was begun and never finished: the lock goes when the manifest is there. */
  static boolean isLeft(Path directory) {
    return Files.isRegularFile(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether somebody is filling it. */
  static boolean isHeld(Path directory) {
    if (!isLeft(directory)) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(LOCK),
                Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        FileLock mine = channel.tryLock()) {
      return mine == null;
    } catch (OverlappingFileLockException ours) {
      return true;
    } catch (IOException unknown) {
      return false;
    }
  }

  public Path directory() {
    return directory;
  }

  /** A file of the backup, which was not there. */
  FileChannel create(String name) throws IOException {
    return Disk.create(directory.resolve(name));
  }

  /** A file of which no more comes is no part of the backup. */
  public void remove(String name) {
    try {
      Files.deleteIfExists(directory.resolve(name));
    } catch (IOException failed) {
      throw Disk.trouble("to remove " + name + " in " + directory, failed);
    }
  }

  /** Brings the names of all files to the disk; their content is there already. */
  public void sync() {
    try {
      Disk.sync(directory);
    } catch (IOException failed) {
      throw Disk.trouble("to store a backup in " + directory, failed);
    }
  }

  /** Makes it a backup, at one instant. */
  public void finish(Manifest manifest) {
    try {
      try (FileChannel file = create(PART)) {
        ByteBuffer bytes = ByteBuffer.wrap(Wire.json().write(manifest));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(
          directory.resolve(PART),
          directory.resolve(Manifest.NAME),
          StandardCopyOption.ATOMIC_MOVE);
      Disk.sync(directory);
      Disk.sync(directory.resolveSibling("."));
      finished = true;
      Files.deleteIfExists(directory.resolve(LOCK));
    } catch (IOException failed) {
      throw Disk.trouble("to write the manifest in " + directory, failed);
    }
  }

  /** Takes back that it is one: somebody gave it up before its session heard that it is stored. */
  public void withdraw() {
    finished = false;
    try {
      Files.deleteIfExists(directory.resolve(Manifest.NAME));
      Disk.sync(directory);
    } catch (IOException failed) {
      throw Disk.trouble("to remove the manifest in " + directory, failed);
    }
  }

  /** What was not finished is removed; the next run does that where we cannot. */
  @Override
  public void close() {
    try {
      if (!finished) {
        // First what makes it a backup, in case that the rest stays.
        Files.deleteIfExists(directory.resolve(Manifest.NAME));
        Disk.remove(directory);
      }
      channel.close();
    } catch (IOException left) {
      // It has no manifest, so nobody takes it for a backup.
    }
  }
}
