package io.lull.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Finds the file systems that one lies on, as an image in a file does: it needs them to write. */
public final class Below {
  private static final Path BLOCK = Path.of("/sys/dev/block");
  private static final Path BTRFS = Path.of("/sys/fs/btrfs");

  private final Set<SuperBlock> found = new HashSet<>();
  private final Set<String> devices = new HashSet<>();

  private Below() {}

  /** All of them, down to the last; not the one itself. */
  public static Set<SuperBlock> of(SuperBlock top) throws IOException {
    Below below = new Below();
    below.look(top);
    return Set.copyOf(below.found);
  }

  private void look(SuperBlock block) throws IOException {
    if (!block.name().startsWith("btrfs ")) {
      device(block.name());
      return;
    }
    String id = block.name().substring("btrfs ".length());
    Path members =
        BTRFS
            .resolve(id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"))
            .resolve("devices");
    devicesIn(members);
  }

  private void devicesIn(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> members = Files.newDirectoryStream(directory)) {
      for (Path member : members) {
        device(Files.readString(member.resolve("dev")).strip());
      }
    }
  }

  private void device(String number) throws IOException {
    Path entry = BLOCK.resolve(number);
    if (!devices.add(number) || !Files.exists(entry)) {
      return;
    }
    Path real = entry.toRealPath();
    Path device = Files.exists(real.resolve("partition")) ? real.resolve("..") : real;
    devicesIn(device.resolve("slaves"));
    Path image = device.resolve("loop/backing_file");
    if (Files.exists(image)) {
      image(Path.of(Files.readString(image).stripTrailing()));
    }
  }

  private void image(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return;
    }
    try (Descriptor open = Descriptor.ofDirectory(directory)) {
      SuperBlock block = SuperBlock.of(open);
      if (found.add(block)) {
        look(block);
      }
    }
  }
}
