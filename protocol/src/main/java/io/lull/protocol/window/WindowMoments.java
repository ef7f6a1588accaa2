package io.lull.protocol.window;

import java.util.List;

/**
 * When what happened in a window, on the coordinator's clock.
 *
 * @param writers those that Freeze was sent to, in the order in which they were frozen
 * @param providers those that PreCommit was sent to
 */
public record WindowMoments(List<WriterMoments> writers, List<ProviderMoments> providers) {
  public WindowMoments {
    writers = List.copyOf(writers);
    providers = List.copyOf(providers);
  }
}
