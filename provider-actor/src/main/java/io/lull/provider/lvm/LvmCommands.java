package io.lull.provider.lvm;

import java.util.List;

/** The arguments of every call of LVM's tools and of {@code mount}. */
final class LvmCommands {
  private LvmCommands() {}

  /** What is mounted at a path: the device and the kind of file system. */
  static List<String> mountAt(String path) {
    return List.of("findmnt", "-n", "-r", "-o", "SOURCE,FSTYPE", "--mountpoint", path);
  }

  static List<String> volume(String path) {
    return List.of("lvs", "--reportformat", "json", "-o", LogicalVolume.COLUMNS, "--", path);
  }

  static List<String> named(String name) {
    return List.of(
        "lvs", "--reportformat", "json", "-o", LogicalVolume.COLUMNS, "-S", "lv_name=" + name);
  }

  /** Of a thin volume no size is said; it is read-only, and active as soon as it is there. */
  static List<String> snapshot(LogicalVolume origin, String name) {
    return List.of(
        "lvcreate",
        "--snapshot",
        "--permission",
        "r",
        "--setactivationskip",
        "n",
        "--addtag",
        "lull",
        "--name",
        name,
        "--",
        origin.path());
  }

  static List<String> permission(String path, boolean writable) {
    return List.of("lvchange", "--permission", writable ? "rw" : "r", "--", path);
  }

  /**
   * Without the check for a second file system of the same name, where there is such a check, and
   * with nothing in it that could give rights to somebody.
   */
  static List<String> mount(String path, String fileSystem, String place, boolean writable) {
    String options = (writable ? "rw" : "ro") + ",nosuid,nodev";
    if (fileSystem.equals("xfs")) {
      options += writable ? ",nouuid" : ",norecovery,nouuid";
    }
    return List.of("mount", "-t", fileSystem, "-o", options, "--", "/dev/" + path, place);
  }

  static List<String> unmount(String place) {
    return List.of("umount", "--", place);
  }

  static List<String> remove(String path) {
    return List.of("lvremove", "--yes", "--", path);
  }
}
