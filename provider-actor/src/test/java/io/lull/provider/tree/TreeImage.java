package io.lull.provider.tree;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.lull.kernel.AttributeCalls;
import io.lull.kernel.DirectoryEntry;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/** All that can be told of a tree, a line for each name, so that two trees can be compared. */
final class TreeImage {
  private static final int BUFFER = 1 << 20;

  /** XFS prepares so much for data that may come, and says afterwards that it is data. */
  private static final long AHEAD = 1 << 16;

  private final FileCalls calls;
  private final MemorySegment buffer;
  private final SortedMap<String, String> lines = new TreeMap<>();
  private final Map<Long, List<String>> links = new TreeMap<>();
  private final List<Name> without;

  private TreeImage(FileCalls calls, List<Name> without) {
    this.calls = calls;
    this.buffer = calls.allocate(BUFFER);
    this.without = without;
  }

  /**
   * @param without names at the top that do not count
   */
  static SortedMap<String, String> of(Path top, String... without) throws IOException {
    try (FileCalls calls = new FileCalls()) {
      TreeImage image = new TreeImage(calls, Arrays.stream(without).map(Name::of).toList());
      int directory = calls.openDirectory(top.toString());
      try {
        image.lines.put(".", image.line(directory, calls.stat(directory)));
        image.directory(directory, "");
      } finally {
        calls.close(directory);
      }
      image.links.values().stream()
          .filter(names -> names.size() > 1)
          .map(names -> names.stream().sorted().toList())
          .forEach(
              names -> names.forEach(n -> image.lines.merge(n, " = " + names, String::concat)));
      return image.lines;
    }
  }

  /** What is not the same in two trees; empty if they are equal. */
  static List<String> differences(Path one, Path other, String... without) throws IOException {
    SortedMap<String, String> first = of(one, without);
    SortedMap<String, String> second = of(other, without);
    SortedSet<String> names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(first.get(name), second.get(name)))
        .map(name -> name + "\n  " + first.get(name) + "\n  " + second.get(name))
        .toList();
  }

  private void directory(int directory, String path) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    calls.list(directory, entries);
    for (DirectoryEntry entry : entries) {
      Name name = entry.name();
      if (path.isEmpty() && without.contains(name)) {
        continue;
      }
      String shown = path + "/" + new String(name.bytes(), StandardCharsets.ISO_8859_1);
      FileStat stat = calls.stat(directory, name);
      if (stat.type() == FileType.DIRECTORY) {
        int child = calls.openDirectory(directory, name);
        lines.put(shown, line(child, stat));
        directory(child, shown);
        calls.close(child);
      } else {
        links.computeIfAbsent(stat.inode(), any -> new ArrayList<>()).add(shown);
        lines.put(shown, line(directory, name, stat));
      }
    }
  }

  private String line(int directory, Name name, FileStat stat) throws IOException {
    if (stat.type() == FileType.FILE) {
      int file = calls.openFile(directory, name);
      String line = line(file, stat) + " " + stat.size() + " " + content(file, stat);
      calls.close(file);
      return line;
    }
    int place = calls.openPlace(directory, name);
    String line = known(stat) + attributes(AttributeCalls.place(place));
    if (stat.type() == FileType.LINK) {
      line += " -> " + HexFormat.of().formatHex(calls.readLink(place).bytes());
    }
    calls.close(place);
    return line;
  }

  private String line(int file, FileStat stat) throws IOException {
    return known(stat) + attributes(AttributeCalls.place(file));
  }

  private static String known(FileStat stat) {
    // Reading a link may change the time of its last access, and nobody can help it.
    Object access = stat.type() == FileType.FILE ? stat.access() : "";
    return "%s %o %d:%d %s %s dev %x links %d"
        .formatted(
            stat.type(),
            stat.mode(),
            stat.owner(),
            stat.group(),
            stat.modification(),
            access,
            stat.device(),
            stat.type() == FileType.DIRECTORY ? 0 : stat.links());
  }

  private String attributes(Name place) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    for (Name name : calls.attributes().names(place)) {
      all.put(name.toString(), HexFormat.of().formatHex(calls.attributes().value(place, name)));
    }
    return " " + all;
  }

  private String content(int file, FileStat stat) throws IOException {
    // What was read before counts as data on XFS, even if it was prepared and never written.
    calls.forget(file);
    SortedSet<Long> data = new TreeSet<>();
    for (long at = calls.nextData(file, 0); at >= 0; ) {
      long hole = calls.nextHole(file, at);
      for (long block = at / AHEAD; block * AHEAD < hole; block++) {
        data.add(block);
      }
      at = calls.nextData(file, hole);
    }
    CRC32 sum = new CRC32();
    for (long at = 0; at < stat.size(); ) {
      int read = calls.read(file, buffer, BUFFER, at);
      sum.update(buffer.asSlice(0, read).toArray(JAVA_BYTE));
      at += read;
    }
    return Long.toHexString(sum.getValue()) + " " + data;
  }
}
