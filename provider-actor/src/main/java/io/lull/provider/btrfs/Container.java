package io.lull.provider.btrfs;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Errno;
import io.lull.kernel.Subvolumes;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.provider.Marker;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The directory of one copy: its marker is an attribute of it, and the snapshot lies in it. */
final class Container implements AutoCloseable {
  static final String COPY = "copy";

  private static final String MARKER = "user.lull.marker";

  private final Descriptor directory;

  Container(Descriptor directory) {
    this.directory = directory;
  }

  /** Empty if the process ended before there was one. */
  Optional<Marker> marker() throws IOException {
    Optional<byte[]> written = directory.attribute(MARKER);
    return written.isPresent() ? Optional.of(read(written.get())) : Optional.empty();
  }

  private Marker read(byte[] written) throws IOException {
    try {
      return MarkerForm.read(written);
    } catch (IOException | RuntimeException foreign) {
      // Most likely of a newer version; to remove it is for somebody who knows what it is.
      throw new IOException(
          "expected a marker of a copy in the attribute " + MARKER + " of " + directory, foreign);
    }
  }

  /**
   * Keeps a marker; it is on the disk after the next transaction.
   *
   * @return false if it is there already
   */
  boolean mark(Marker marker) throws IOException, ProviderException {
    byte[] wanted = MarkerForm.write(marker);
    if (directory.attribute(MARKER).filter(written -> Arrays.equals(written, wanted)).isPresent()) {
      return false;
    }
    directory.attribute(MARKER, wanted);
    return true;
  }

  /** Makes the copy. */
  void cut(Descriptor source) throws SystemCallException {
    Subvolumes.snapshot(source, directory, COPY);
  }

  /** The copy, open; empty if it was not made. */
  Optional<Descriptor> copy() throws SystemCallException {
    return found(directory, COPY);
  }

  boolean isMade() throws SystemCallException {
    Optional<Descriptor> copy = copy();
    copy.ifPresent(Descriptor::close);
    return copy.isPresent();
  }

  void removeCopy() throws SystemCallException {
    try {
      Subvolumes.destroy(directory, COPY);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.ENOENT)) {
        throw failed;
      }
    }
  }

  /** A directory in another one; empty if there is none. */
  static Optional<Descriptor> found(Descriptor parent, String name) throws SystemCallException {
    try {
      return Optional.of(parent.child(name));
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
