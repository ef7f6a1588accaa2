package io.lull.provider.test;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.id.SnapshotId;
import io.lull.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * One file for each copy, which is written beside its place, forced to the disk and moved there; so
 * each is whole after a crash, and a copy that was reported is there.
 */
final class DirectoryStore implements CopyStore {
  private static final String COPY = ".copy";
  private static final String PART = ".part";

  private final Path directory;
  private final AtomicLong parts = new AtomicLong();

  private DirectoryStore(Path directory) {
    this.directory = directory;
  }

  /** A store in this directory, which is made if it is not there; half files of before go. */
  static DirectoryStore in(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Path half : files(directory, PART)) {
      Files.deleteIfExists(half);
    }
    return new DirectoryStore(directory);
  }

  @Override
  public void put(Copy copy) throws IOException {
    Path place = place(copy.marker().snapshot());
    Path part = directory.resolve(place.getFileName() + "." + parts.incrementAndGet() + PART);
    ByteBuffer bytes = ByteBuffer.wrap(Wire.json().write(copy));
    try (FileChannel out = FileChannel.open(part, CREATE_NEW, WRITE)) {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(part, place, ATOMIC_MOVE);
    force();
  }

  @Override
  public Optional<Copy> get(SnapshotId snapshot) throws IOException {
    return read(place(snapshot));
  }

  @Override
  public void remove(SnapshotId snapshot) throws IOException {
    if (Files.deleteIfExists(place(snapshot))) {
      force();
    }
  }

  @Override
  public List<Copy> all() throws IOException {
    List<Copy> copies = new ArrayList<>();
    for (Path file : files(directory, COPY)) {
      read(file).ifPresent(copies::add);
    }
    copies.sort(Comparator.comparing(copy -> copy.marker().snapshot()));
    return List.copyOf(copies);
  }

  /** A name of a fixed length: a volume's path may be longer than a file name can be. */
  private Path place(SnapshotId snapshot) {
    List<String> parts =
        List.of(snapshot.set().name(), snapshot.volume().host().name(), snapshot.volume().path());
    return directory.resolve(Digest.of("copy", parts).hex() + COPY);
  }

  /** Makes new and removed names durable; on Linux a directory is forced like a file. */
  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  private static Optional<Copy> read(Path file) throws IOException {
    try {
      return Optional.of(Wire.json().read(Files.readAllBytes(file), Copy.class));
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
