package io.lull.protocol.window;

import io.lull.protocol.id.ProviderId;
import java.time.Duration;
import java.util.Optional;

/**
 * When a window came to what with one provider, counted from the first Freeze sent.
 *
 * @param preCommit when PreCommit was sent
 * @param postCommitted when it had done PostCommit; empty if it never said so
 */
public record ProviderMoments(
    ProviderId provider, Duration preCommit, Optional<Duration> postCommitted) {
  ProviderMoments postCommitted(Duration at) {
    return new ProviderMoments(provider, preCommit, Optional.of(at));
  }
}
