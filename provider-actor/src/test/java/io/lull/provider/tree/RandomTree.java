package io.lull.provider.tree;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.lull.kernel.AttributeCalls;
import io.lull.kernel.DirectoryEntry;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileMoment;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Identity;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A tree with everything that can be in one, made and changed as a seed says. */
final class RandomTree implements AutoCloseable {
  private static final String[] ODD = {
    "a b", "new\nline", "..x", "...", "-rf", "\u00fc", "\\", "'", "$(x)", "~", "*", "a\tb"
  };
  private static final byte[] ACCESS =
      HexFormat.of()
          .parseHex(
              "02000000"
                  + "01000600ffffffff"
                  + "0200050034120000"
                  + "04000400ffffffff"
                  + "10000700ffffffff"
                  + "20000400ffffffff");
  private static final int BIG = 300_000;

  /** A directory by the names that lead to it. */
  private record Spot(List<Name> path, Name name) {
    List<Name> inside() {
      List<Name> inside = new ArrayList<>(path);
      inside.add(name);
      return inside;
    }
  }

  private final FileCalls calls = new FileCalls();
  private final MemorySegment data = calls.allocate(BIG);
  private final int top;
  private final Random random;
  private int number;

  RandomTree(Path directory, long seed) throws IOException {
    top = calls.openDirectory(directory.toString());
    random = new Random(seed);
  }

  /** Makes so many things, each somewhere among those that are there. */
  RandomTree grow(int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      make(random.nextInt(10));
    }
    return this;
  }

  /** Changes so many things, each in one of the ways in which things change. */
  RandomTree change(int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      try {
        change();
      } catch (SystemCallException refused) {
        // Such as moving a directory into itself: then nothing changes this time.
      }
    }
    return this;
  }

  private void change() throws IOException {
    List<Spot> spots = new ArrayList<>();
    collect(List.of(), spots);
    if (spots.isEmpty()) {
      make(0);
      return;
    }
    Spot spot = spots.get(random.nextInt(spots.size()));
    int directory = open(spot.path());
    try {
      FileStat stat = calls.stat(directory, spot.name());
      switch (random.nextInt(9)) {
        case 0 -> remove(directory, spot.name());
        case 1 -> rename(directory, spot, spots);
        case 2 -> {
          remove(directory, spot.name());
          makeAt(directory, spot.name(), random.nextInt(10));
        }
        case 3, 4 -> {
          if (stat.type() == FileType.FILE) {
            rewrite(directory, spot.name(), stat);
          }
        }
        case 5 -> {
          if (stat.type() != FileType.LINK) {
            calls.attributes().mode(directory, spot.name(), random.nextInt(0x1000));
          }
        }
        case 6 -> attribute(directory, spot.name());
        case 7 -> calls.attributes().times(directory, spot.name(), moment(stat));
        default -> make(random.nextInt(10));
      }
    } finally {
      calls.close(directory);
    }
  }

  private void rename(int directory, Spot spot, List<Spot> spots) throws IOException {
    Spot other = spots.get(random.nextInt(spots.size()));
    int target = open(other.path());
    try {
      calls.rename(directory, spot.name(), target, random.nextBoolean() ? name() : other.name());
    } finally {
      calls.close(target);
    }
  }

  private void rewrite(int directory, Name name, FileStat stat) throws IOException {
    int file = calls.openForWriting(directory, name);
    try {
      switch (random.nextInt(3)) {
        case 0 -> calls.truncate(file, random.nextLong(stat.size() + 1));
        case 1 -> calls.truncate(file, stat.size() + random.nextInt(100_000));
        default -> write(file, random.nextLong(stat.size() + 50_000));
      }
      if (random.nextInt(4) == 0) {
        // Looks as if nothing had happened, for who believes in the time of modification.
        calls.attributes().times(file, stat);
      }
    } finally {
      calls.close(file);
    }
  }

  private void collect(List<Name> path, List<Spot> spots) throws IOException {
    int directory = open(path);
    List<DirectoryEntry> entries = new ArrayList<>();
    calls.list(directory, entries);
    calls.close(directory);
    entries.sort(Comparator.comparing(entry -> HexFormat.of().formatHex(entry.name().bytes())));
    // What a provider keeps at the top of the file system is not for others to change.
    entries.removeIf(entry -> path.isEmpty() && entry.name().equals(Name.of(Store.USUAL)));
    for (DirectoryEntry entry : entries) {
      Spot spot = new Spot(path, entry.name());
      spots.add(spot);
      if (entry.type() == FileType.DIRECTORY) {
        collect(spot.inside(), spots);
      }
    }
  }

  private int open(List<Name> path) throws IOException {
    int directory = calls.openDirectory("/proc/self/fd/" + top + "/.");
    for (Name name : path) {
      int next = calls.openDirectory(directory, name);
      calls.close(directory);
      directory = next;
    }
    return directory;
  }

  private void make(int kind) throws IOException {
    List<Spot> spots = new ArrayList<>();
    collect(List.of(), spots);
    List<List<Name>> directories = new ArrayList<>(List.of(List.of()));
    for (Spot spot : spots) {
      int directory = open(spot.path());
      if (calls.stat(directory, spot.name()).type() == FileType.DIRECTORY) {
        directories.add(spot.inside());
      }
      calls.close(directory);
    }
    int directory = open(directories.get(random.nextInt(directories.size())));
    try {
      if (kind == 9 && !spots.isEmpty()) {
        hardLink(spots.get(random.nextInt(spots.size())), directory);
      } else {
        makeAt(directory, name(), kind);
      }
    } finally {
      calls.close(directory);
    }
  }

  private void hardLink(Spot spot, int directory) throws IOException {
    int there = open(spot.path());
    try {
      if (calls.stat(there, spot.name()).type() != FileType.DIRECTORY) {
        calls.link(there, spot.name(), directory, name());
      }
    } finally {
      calls.close(there);
    }
  }

  private void makeAt(int directory, Name name, int kind) throws IOException {
    switch (kind) {
      case 0, 1, 9 -> file(directory, name);
      case 2, 3 -> calls.makeDirectory(directory, name, 0755);
      case 4 -> calls.makeLink(directory, name, Name.of("../there/" + number));
      case 5 -> calls.makeNode(directory, name, 0x1000 | 0640, 0);
      case 6 -> calls.makeNode(directory, name, 0xC000 | 0600, 0);
      case 7 -> calls.makeNode(directory, name, 0x2000 | 0666, 0x103);
      default -> calls.makeNode(directory, name, 0x6000 | 0660, 0x700 + random.nextInt(9));
    }
    FileStat stat = calls.stat(directory, name);
    if (random.nextInt(3) == 0) {
      int owner = random.nextInt(3) * 1000;
      calls.attributes().owner(directory, name, owner, random.nextInt(3) * 1000);
    }
    if (stat.type() != FileType.LINK && random.nextInt(3) == 0) {
      calls.attributes().mode(directory, name, random.nextInt(0x1000));
    }
    if (random.nextInt(2) == 0) {
      attribute(directory, name);
    }
    if (random.nextInt(2) == 0) {
      calls.attributes().times(directory, name, moment(stat));
    }
  }

  private void file(int directory, Name name) throws IOException {
    int file = calls.create(directory, name, 0644);
    try {
      for (int pieces = random.nextInt(4); pieces > 0; pieces--) {
        write(file, random.nextLong(1_000_000));
      }
      if (random.nextInt(4) == 0) {
        calls.truncate(file, 3_000_000 + random.nextInt(100));
      }
    } finally {
      calls.close(file);
    }
  }

  private void write(int file, long offset) throws IOException {
    byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 20 : BIG) + 1];
    random.nextBytes(bytes);
    MemorySegment.copy(bytes, 0, data, JAVA_BYTE, 0, bytes.length);
    calls.write(file, data, bytes.length, offset);
  }

  private void attribute(int directory, Name name) throws IOException {
    FileType type = calls.stat(directory, name).type();
    int place = calls.openPlace(directory, name);
    try {
      Name path = AttributeCalls.place(place);
      byte[] value = new byte[random.nextInt(50)];
      random.nextBytes(value);
      // Of a link or a device only root may have any, and those are of this kind.
      calls.attributes().set(path, Name.of("trusted.lull" + random.nextInt(3)), value);
      if (type == FileType.FILE || type == FileType.DIRECTORY) {
        calls.attributes().set(path, Name.of("user.\u00fc" + random.nextInt(3)), value);
        if (random.nextBoolean()) {
          calls.attributes().set(path, Name.of("system.posix_acl_access"), ACCESS);
        }
      }
      if (type == FileType.DIRECTORY && random.nextBoolean()) {
        calls.attributes().set(path, Name.of("system.posix_acl_default"), ACCESS);
      }
    } finally {
      calls.close(place);
    }
  }

  private FileStat moment(FileStat stat) {
    return new FileStat(
        0,
        0,
        0,
        0,
        new Identity(0, 0, 0, 0),
        0,
        0,
        0,
        new FileMoment(random.nextInt(), random.nextInt(1_000_000_000)),
        random.nextBoolean()
            ? stat.modification()
            : new FileMoment(random.nextInt(), random.nextInt(1_000_000_000)),
        stat.change());
  }

  private Name name() {
    number++;
    if (random.nextInt(3) > 0) {
      return Name.of(ODD[random.nextInt(ODD.length)] + number);
    }
    byte[] bytes = new byte[random.nextInt(1, 40)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == 0 || bytes[i] == '/' ? (byte) 0xff : bytes[i];
    }
    bytes[0] = (byte) 0xfe;
    return Name.of(bytes);
  }

  private void remove(int directory, Name name) throws IOException {
    if (calls.stat(directory, name).type() == FileType.DIRECTORY) {
      int inside = calls.openDirectory(directory, name);
      List<DirectoryEntry> entries = new ArrayList<>();
      calls.list(inside, entries);
      for (DirectoryEntry entry : entries) {
        remove(inside, entry.name());
      }
      calls.close(inside);
      calls.removeDirectory(directory, name);
    } else {
      calls.remove(directory, name);
    }
  }

  @Override
  public void close() {
    calls.close(top);
    calls.close();
  }
}
