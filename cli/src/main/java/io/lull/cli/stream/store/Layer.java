package io.lull.cli.stream.store;

/** What is done to an archive before it is stored, in this order. */
public enum Layer {
  /** Compressed by zstd, so that {@code zstd -d} reads it too. */
  ZSTD(".zst"),
  /** Encrypted as age does it, so that {@code age -d} reads it too. */
  AGE(".age");

  private final String suffix;

  Layer(String suffix) {
    this.suffix = suffix;
  }

  String suffix() {
    return suffix;
  }
}
