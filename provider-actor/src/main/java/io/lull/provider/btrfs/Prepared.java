package io.lull.provider.btrfs;

/** What is held open of a volume from its beginning until its copy is made. */
record Prepared(Source source, CopyDirectory copies) implements AutoCloseable {
  @Override
  public void close() {
    source.close();
    copies.close();
  }
}
