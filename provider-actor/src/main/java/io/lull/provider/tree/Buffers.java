package io.lull.provider.tree;

import io.lull.kernel.FileCalls;
import java.lang.foreign.MemorySegment;

/** What one thread reads files into. */
final class Buffers {
  static final int SIZE = 512 * 1024;

  final MemorySegment first;
  final MemorySegment second;

  Buffers(FileCalls calls) {
    first = calls.allocate(SIZE);
    second = calls.allocate(SIZE);
  }
}
