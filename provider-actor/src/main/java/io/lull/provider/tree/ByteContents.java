package io.lull.provider.tree;

import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.provider.tree.Crew.Worker;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Reads a file and writes its data into the copy; what is a hole there stays one. */
public final class ByteContents implements Contents {
  @Override
  public boolean always() {
    return false;
  }

  @Override
  public long copy(Worker worker, int from, int to, FileStat stat) throws IOException {
    FileCalls calls = worker.calls();
    MemorySegment buffer = worker.buffers().first;
    Checksum sum = new Checksum();
    long size = stat.size();
    long written = 0;
    long data = size == 0 ? -1 : calls.nextData(from, 0);
    while (data >= 0 && data < size) {
      long begin = data - data % Checksum.BLOCK;
      long end = Math.min(size, calls.nextHole(from, data));
      long at = begin;
      while (at < end) {
        worker.check();
        long read = fill(calls, from, buffer, Math.min(Buffers.SIZE, end - at), at);
        if (read == 0) {
          break;
        }
        sum.add(buffer, read, at);
        calls.write(to, buffer, read, at);
        at += read;
        written = at;
      }
      // It ends early when the file was cut meanwhile.
      data = at < end ? -1 : calls.nextData(from, end);
    }
    if (written < size) {
      calls.truncate(to, size);
    }
    return sum.of(size);
  }

  /** Reads until the buffer has so much, so that blocks are whole; less only at the end. */
  private static long fill(FileCalls calls, int from, MemorySegment buffer, long size, long at)
      throws IOException {
    long done = 0;
    while (done < size) {
      int read = calls.read(from, buffer.asSlice(done), size - done, at + done);
      if (read == 0) {
        break;
      }
      done += read;
    }
    return done;
  }

  @Override
  public boolean same(Worker worker, int from, int to) throws IOException {
    FileCalls calls = worker.calls();
    MemorySegment first = worker.buffers().first;
    MemorySegment second = worker.buffers().second;
    for (long at = 0; ; at += Buffers.SIZE) {
      worker.check();
      long one = fill(calls, from, first, Buffers.SIZE, at);
      long other = fill(calls, to, second, Buffers.SIZE, at);
      if (one != other || MemorySegment.mismatch(first, 0, one, second, 0, other) >= 0) {
        return false;
      }
      if (one < Buffers.SIZE) {
        return true;
      }
    }
  }

  /** The checksum of a copy, read from where it lies and not from memory if it can be helped. */
  static long read(Worker worker, int file) throws IOException {
    FileCalls calls = worker.calls();
    calls.forget(file);
    MemorySegment buffer = worker.buffers().first;
    Checksum sum = new Checksum();
    long size = calls.stat(file).size();
    long data = size == 0 ? -1 : calls.nextData(file, 0);
    while (data >= 0 && data < size) {
      long at = data - data % Checksum.BLOCK;
      long end = calls.nextHole(file, data);
      while (at < end) {
        worker.check();
        long read = fill(calls, file, buffer, Math.min(Buffers.SIZE, end - at), at);
        if (read == 0) {
          return sum.of(size);
        }
        sum.add(buffer, read, at);
        at += read;
      }
      data = calls.nextData(file, end);
    }
    return sum.of(size);
  }
}
