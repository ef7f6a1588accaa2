package io.lull.node.expose;

/**
 * A directory as the kernel knows it, by whatever path it was reached.
 *
 * @param path within its file system, from the top of that
 */
record Spot(int deviceMajor, int deviceMinor, String path) {
  /** Whether it is another one, or lies in it. */
  boolean isIn(Spot other) {
    return deviceMajor == other.deviceMajor
        && deviceMinor == other.deviceMinor
        && (other.path.equals("/") || path.equals(other.path) || path.startsWith(other.path + "/"));
  }
}
