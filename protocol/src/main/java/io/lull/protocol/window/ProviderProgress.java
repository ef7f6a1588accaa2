package io.lull.protocol.window;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.provider.ProviderStep;
import java.time.Duration;
import java.util.Optional;

/**
 * What a window knows of one provider: the last step that it has done, and its receipt.
 *
 * @param moments empty until PreCommit is sent to it
 */
record ProviderProgress(
    ProviderStep done, Optional<Receipt> receipt, Optional<ProviderMoments> moments) {
  static final ProviderProgress PREPARED =
      new ProviderProgress(ProviderStep.END_PREPARE, Optional.empty(), Optional.empty());

  static ProviderProgress asked(ProviderMoments begun) {
    return new ProviderProgress(ProviderStep.END_PREPARE, Optional.empty(), Optional.of(begun));
  }

  ProviderProgress preCommitted() {
    return new ProviderProgress(ProviderStep.PRE_COMMIT, receipt, moments);
  }

  ProviderProgress committed(Receipt taken) {
    return new ProviderProgress(ProviderStep.COMMIT, Optional.of(taken), moments);
  }

  ProviderProgress postCommitted(Duration at) {
    return new ProviderProgress(
        ProviderStep.POST_COMMIT, receipt, moments.map(begun -> begun.postCommitted(at)));
  }
}
