package io.lull.provider.btrfs;

import io.lull.kernel.Mount;
import io.lull.kernel.OwnProcess;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;

/** What this process may do, so that a copy is not begun that cannot be removed again. */
final class Rights {
  private static final String REMOVAL_BY_USERS = "user_subvol_rm_allowed";

  private Rights() {}

  static void check(Source source) throws IOException, ProviderException {
    Mount mount = source.mount();
    if (mount.options().contains("ro")) {
      throw new ProviderException(
          Fault.expected(
              Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
              "a file system that can be written to",
              mount.point() + " is mounted read-only"));
    }
    if (!OwnProcess.isAdministrator() && !mount.options().contains(REMOVAL_BY_USERS)) {
      throw new ProviderException(
          Fault.expected(
              Failure.ACCESS_DENIED,
              "the capability CAP_SYS_ADMIN, or "
                  + mount.point()
                  + " to be mounted with the option "
                  + REMOVAL_BY_USERS,
              "without either a copy could not be removed again"));
    }
  }
}
