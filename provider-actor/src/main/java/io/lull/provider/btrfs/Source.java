package io.lull.provider.btrfs;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Errno;
import io.lull.kernel.Identity;
import io.lull.kernel.Mount;
import io.lull.kernel.Subvolumes;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A subvolume that is to be copied, held open, so that what was looked at is also what is copied.
 */
final class Source implements AutoCloseable {
  private static final int SHOWN = 5;

  private final Volume volume;
  private final Descriptor directory;
  private final Identity identity;

  private Source(Volume volume, Descriptor directory, Identity identity) {
    this.volume = volume;
    this.directory = directory;
    this.identity = identity;
  }

  static Source open(Volume volume) throws IOException, ProviderException {
    Descriptor directory = openDirectory(volume);
    try {
      if (!Subvolumes.isSubvolume(directory)) {
        throw new ProviderException(
            Fault.expected(
                Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                "the top of a btrfs subvolume at " + volume.path(),
                "it is something else"));
      }
      return new Source(volume, directory, directory.identity());
    } catch (IOException | ProviderException refused) {
      directory.close();
      throw refused;
    }
  }

  private static Descriptor openDirectory(Volume volume) throws IOException, ProviderException {
    try {
      return Descriptor.ofDirectory(volume.path());
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOTDIR) || failed.is(Errno.ELOOP)) {
        throw new ProviderException(
            Fault.expected(
                Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                "a directory that is no symbolic link",
                failed.toString()));
      }
      throw failed;
    }
  }

  Descriptor directory() {
    return directory;
  }

  /** The mount that it is reached by. */
  Mount mount() throws IOException, ProviderException {
    return Mount.all().stream()
        .filter(mount -> mount.id() == identity.mount())
        .findFirst()
        .orElseThrow(
            () ->
                new ProviderException(
                    Fault.expected(
                        Failure.OBJECT_NOT_FOUND,
                        "the mount of " + volume + " in the table of mounts",
                        "it was unmounted")));
  }

  /** Refuses it when its path leads to something else by now. */
  void checkPath() throws IOException, ProviderException {
    try (Source now = open(volume)) {
      if (!now.identity.equals(identity)) {
        throw new ProviderException(
            Fault.expected(
                Failure.BAD_STATE,
                "the same subvolume at " + volume.path() + " as when it was prepared",
                "another one is mounted or was moved there"));
      }
    }
  }

  /**
   * Refuses it if there are subvolumes or mounts inside, for which a copy has nothing but empty
   * directories.
   *
   * @param leftOut those that somebody has said are not missed
   * @param copies the absolute path of the directory for copies, which is not missed either
   */
  void checkNested(Nested leftOut, String copies) throws IOException, ProviderException {
    List<String> missed =
        Stream.concat(Subvolumes.nested(directory).stream(), mounted())
            .distinct()
            .filter(path -> !leftOut.allows(path))
            .filter(path -> !copies.equals(volume.path() + "/" + path))
            .toList();
    if (!missed.isEmpty()) {
      String more = missed.size() > SHOWN ? " and " + (missed.size() - SHOWN) + " more" : "";
      throw new ProviderException(
          Fault.expected(
              Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
              "no subvolume and no mount inside " + volume,
              String.join(", ", missed.subList(0, Math.min(SHOWN, missed.size())))
                  + more
                  + " would be empty in the copy: add each as a volume of its own if it matters,"
                  + " and name it in 'leave-out'"));
    }
  }

  private Stream<String> mounted() throws IOException {
    Path top = Path.of(volume.path());
    return Mount.inside(volume.path()).stream()
        .map(point -> top.relativize(Path.of(point)).toString());
  }

  @Override
  public void close() {
    directory.close();
  }

  @Override
  public String toString() {
    return volume.toString();
  }
}
