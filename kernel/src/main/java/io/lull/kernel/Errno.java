package io.lull.kernel;

import io.lull.protocol.failure.Failure;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the kernel says when a call fails, in words, and which failure that is. */
public enum Errno {
  EPERM(1, Failure.ACCESS_DENIED, "the process lacks the right to do it"),
  ENOENT(2, Failure.OBJECT_NOT_FOUND, "there is nothing of this name"),
  ESRCH(3, Failure.OBJECT_NOT_FOUND, "there is no such process"),
  EINTR(4, Failure.CANCELLED, "it was interrupted by a signal"),
  EIO(5, Failure.PROVIDER_VETO, "the device failed"),
  ENXIO(6, Failure.PROVIDER_VETO, "there is nothing at this place"),
  EBADF(9, Failure.BAD_STATE, "the descriptor is closed"),
  EAGAIN(11, Failure.BAD_STATE, "somebody else has it now"),
  ENOMEM(12, Failure.OUT_OF_MEMORY, "the kernel has no memory left"),
  EACCES(13, Failure.ACCESS_DENIED, "access is denied"),
  EBUSY(16, Failure.BAD_STATE, "it is in use"),
  EEXIST(17, Failure.BAD_STATE, "the name is taken"),
  EXDEV(18, Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER, "it is on another file system"),
  ENOTDIR(20, Failure.OBJECT_NOT_FOUND, "it is not a directory"),
  EISDIR(21, Failure.BAD_STATE, "it is a directory"),
  EINVAL(22, Failure.PROVIDER_VETO, "the kernel does not take these arguments"),
  ENFILE(23, Failure.OUT_OF_MEMORY, "too many files are open on this machine"),
  EMFILE(24, Failure.OUT_OF_MEMORY, "too many descriptors are open"),
  ENOTTY(25, Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER, "the file system cannot do it"),
  ETXTBSY(26, Failure.PROVIDER_VETO, "a swap file in it is active"),
  EFBIG(27, Failure.INSUFFICIENT_STORAGE, "the file is too large for its file system"),
  ENOSPC(28, Failure.INSUFFICIENT_STORAGE, "no space is left on the file system"),
  EROFS(30, Failure.PROVIDER_VETO, "the file system is read-only"),
  EMLINK(31, Failure.MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED, "there are too many of them"),
  ERANGE(34, Failure.PROVIDER_VETO, "the value is too large"),
  ENAMETOOLONG(36, Failure.PROVIDER_VETO, "the name is too long"),
  ENOTEMPTY(39, Failure.BAD_STATE, "it is not empty"),
  ELOOP(40, Failure.OBJECT_NOT_FOUND, "it is a symbolic link"),
  ENODATA(61, Failure.OBJECT_NOT_FOUND, "there is no such attribute"),
  EOVERFLOW(75, Failure.PROVIDER_VETO, "there is more than fits"),
  EOPNOTSUPP(95, Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER, "the file system cannot do it"),
  ESTALE(116, Failure.OBJECT_NOT_FOUND, "it was removed"),
  EDQUOT(122, Failure.INSUFFICIENT_STORAGE, "the quota is used up");

  private static final Map<Integer, Errno> BY_NUMBER =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(e -> e.number, Function.identity()));

  private final int number;
  private final Failure failure;
  private final String meaning;

  Errno(int number, Failure failure, String meaning) {
    this.number = number;
    this.failure = failure;
    this.meaning = meaning;
  }

  /** Empty for a number that no call of ours is known to end with. */
  public static Optional<Errno> of(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  public Failure failure() {
    return failure;
  }

  public String meaning() {
    return meaning;
  }
}
