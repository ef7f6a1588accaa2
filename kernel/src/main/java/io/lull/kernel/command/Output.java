package io.lull.kernel.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a process prints, read on a thread of its own as fast as it comes. So much of it is kept as
 * fits; the rest is read all the same, or the process would wait for a reader.
 */
final class Output {
  private final byte[] kept;
  private final boolean end;
  private long size;

  /**
   * @param room how many bytes of it are kept
   * @param end whether the end of it is kept, or the beginning
   */
  Output(int room, boolean end) {
    this.kept = new byte[room];
    this.end = end;
  }

  /** Reads it all; returns when the last process that could print has ended. */
  Thread read(String name, InputStream in) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              byte[] block = new byte[8192];
              try (in) {
                for (int read = in.read(block); read >= 0; read = in.read(block)) {
                  take(block, read);
                }
              } catch (IOException closed) {
                // It was killed; what it said so far is what there is.
              }
            });
  }

  private synchronized void take(byte[] block, int length) {
    // Of a flood only as much is looked at as can be kept.
    int first = end ? Math.max(0, length - kept.length) : 0;
    size += first;
    for (int i = first; i < length && (end || size < kept.length); i++) {
      kept[(int) (size++ % kept.length)] = block[i];
    }
  }

  synchronized String text() {
    if (size <= kept.length) {
      return new String(kept, 0, (int) size, StandardCharsets.UTF_8);
    }
    int first = (int) (size % kept.length);
    byte[] ordered = Arrays.copyOf(Arrays.copyOfRange(kept, first, kept.length), kept.length);
    System.arraycopy(kept, 0, ordered, kept.length - first, first);
    return new String(ordered, StandardCharsets.UTF_8);
  }
}
