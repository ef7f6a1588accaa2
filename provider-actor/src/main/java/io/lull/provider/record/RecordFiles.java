package io.lull.provider.record;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lull.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * One file for each record, which is written beside its place, forced to the disk and moved there;
 * so each is whole after a crash, and one that was kept is there.
 *
 * @param <R> a record that has a form on the wire
 */
public final class RecordFiles<R> {
  private static final String KEPT = ".copy";
  private static final String PART = ".part";

  private final Path directory;
  private final Class<R> type;
  private final AtomicLong parts = new AtomicLong();

  private RecordFiles(Path directory, Class<R> type) {
    this.directory = directory;
    this.type = type;
  }

  /** The files in this directory, which is made if it is not there; half files of before go. */
  public static <R> RecordFiles<R> in(Path directory, Class<R> type) throws IOException {
    Files.createDirectories(directory);
    for (Path half : files(directory, PART)) {
      Files.deleteIfExists(half);
    }
    return new RecordFiles<>(directory, type);
  }

  /** Keeps a record, whole or not at all, in place of what was kept under this name before. */
  public void put(String name, R kept) throws IOException {
    Path place = place(name);
    Path part = directory.resolve(place.getFileName() + "." + parts.incrementAndGet() + PART);
    ByteBuffer bytes = ByteBuffer.wrap(Wire.json().write(kept));
    try (FileChannel out = FileChannel.open(part, CREATE_NEW, WRITE)) {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(part, place, ATOMIC_MOVE);
    force();
  }

  public Optional<R> get(String name) throws IOException {
    return read(place(name));
  }

  /** Removes a record; one that is not there is removed already. */
  public void remove(String name) throws IOException {
    if (Files.deleteIfExists(place(name))) {
      force();
    }
  }

  /** All records, in no order. */
  public List<R> all() throws IOException {
    List<R> kept = new ArrayList<>();
    for (Path file : files(directory, KEPT)) {
      read(file).ifPresent(kept::add);
    }
    return kept;
  }

  private Path place(String name) {
    return directory.resolve(name + KEPT);
  }

  /** Makes new and removed names durable; on Linux a directory is forced like a file. */
  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  private Optional<R> read(Path file) throws IOException {
    try {
      return Optional.of(Wire.json().read(Files.readAllBytes(file), type));
    } catch (NoSuchFileException gone) {
      // It was removed after it was listed.
      return Optional.empty();
    }
  }

  private static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
