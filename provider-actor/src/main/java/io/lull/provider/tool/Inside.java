package io.lull.provider.tool;

import io.lull.kernel.Mount;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What lies in a volume and is no part of it. */
public final class Inside {
  private Inside() {}

  /** Why a volume with other file systems mounted in it is not copied as if it were whole. */
  public static Optional<Fault> refusal(Volume volume) throws IOException {
    List<String> inside = Mount.inside(volume.path());
    return inside.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                "nothing else to be mounted inside of " + volume,
                "there is "
                    + String.join(", ", inside)
                    + ", of which a copy would have empty directories; mount it elsewhere"));
  }
}
