package io.lull.provider.zfs;

import java.util.ArrayList;
import java.util.List;

/** The arguments of every call of {@code zfs}. */
final class ZfsCommands {
  private static final String PROPERTY = "io.lull:set=";

  private ZfsCommands() {}

  static List<String> list(String path) {
    return List.of("zfs", "list", "-Hp", "-t", "filesystem", "-o", Dataset.COLUMNS, "--", path);
  }

  /** All of one pool in one command, and so at one instant. */
  static List<String> snapshot(String set, List<String> snapshots) {
    List<String> words = new ArrayList<>(List.of("zfs", "snapshot", "-o", PROPERTY + set));
    words.addAll(snapshots);
    return words;
  }

  static List<String> snapshots() {
    return List.of("zfs", "list", "-Hp", "-t", "snapshot", "-o", "name");
  }

  /** With nothing in it that could give rights to somebody. */
  static List<String> clone(String snapshot, String clone, String place) {
    List<String> words = new ArrayList<>(List.of("zfs", "clone", "-p"));
    for (String property :
        List.of("mountpoint=" + place, "readonly=off", "setuid=off", "devices=off")) {
      words.add("-o");
      words.add(property);
    }
    words.add(snapshot);
    words.add(clone);
    return words;
  }

  static List<String> close(String clone) {
    return List.of("zfs", "set", "readonly=on", clone);
  }

  static List<String> clones(String snapshot) {
    return List.of("zfs", "get", "-Hp", "-o", "value", "clones", snapshot);
  }

  static List<String> destroy(String name) {
    return List.of("zfs", "destroy", name);
  }
}
