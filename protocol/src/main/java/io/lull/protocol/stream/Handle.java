package io.lull.protocol.stream;

import io.lull.protocol.id.RequestId;

/**
 * The open file of a stream.
 *
 * @param request the OpenFile that it answers
 * @param covered how much was read from the beginning without a gap
 * @param read whether there was a read at all
 */
public record Handle(
    long number, RequestId request, StreamFile file, long size, long covered, boolean read) {
  static Handle opened(Call.Opening opening, long size) {
    return new Handle(opening.number(), opening.request(), opening.file(), size, 0, false);
  }

  /** What was read beyond a gap does not count: nobody would notice that the gap stayed. */
  Handle after(Call.Reading reading, int bytes) {
    long reached = Math.min(size, reading.offset() + bytes);
    long now = reading.offset() <= covered ? Math.max(covered, reached) : covered;
    return new Handle(number, request, file, size, now, true);
  }

  boolean finished() {
    return read && covered == size;
  }
}
