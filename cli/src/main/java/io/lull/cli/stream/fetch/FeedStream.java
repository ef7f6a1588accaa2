package io.lull.cli.stream.fetch;

import io.lull.cli.stream.fetch.Flow.Feed;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The blocks of a file as one stream of bytes. */
final class FeedStream extends InputStream {
  private final Feed feed;
  private @Nullable Block block;
  private int at;
  private boolean ended;

  FeedStream(Feed feed) {
    this.feed = feed;
  }

  @Override
  public int read() throws IOException {
    Block here = here();
    return here == null ? -1 : here.bytes()[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    Block here = here();
    if (here == null) {
      return -1;
    }
    int read = Math.min(length, here.length() - at);
    System.arraycopy(here.bytes(), at, into, offset, read);
    at += read;
    return read;
  }

  @Override
  public long skip(long length) throws IOException {
    Block here = length <= 0 ? null : here();
    if (here == null) {
      return 0;
    }
    long skipped = Math.min(length, here.length() - at);
    at += (int) skipped;
    return skipped;
  }

  /** The block that has the next byte. */
  private @Nullable Block here() throws IOException {
    while (!ended && (block == null || at == block.length())) {
      if (block != null) {
        feed.done(block);
        block = null;
      }
      Optional<Block> next = feed.next();
      ended = next.isEmpty();
      block = next.orElse(null);
      at = 0;
    }
    return block;
  }
}
