package io.lull.protocol.window;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.provider.ProviderStep;
import java.util.Optional;

/** What a window knows of one provider: the last step that it has done, and its receipt. */
record ProviderProgress(ProviderStep done, Optional<Receipt> receipt) {
  static final ProviderProgress PREPARED =
      new ProviderProgress(ProviderStep.END_PREPARE, Optional.empty());
}
