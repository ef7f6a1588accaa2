package io.lull.protocol.session;

import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** What a requester has said about its backup before it begins. */
public record Setup(
    Optional<SessionContext> context, Optional<BackupState> state, SortedSet<WriterId> disabled) {
  static final Setup EMPTY = new Setup(Optional.empty(), Optional.empty(), Sorted.set(List.of()));

  /** The context; a requester that says nothing makes an ordinary backup. */
  public SessionContext effectiveContext() {
    return context.orElse(SessionContext.BACKUP);
  }

  Setup context(SessionContext chosen) {
    return new Setup(Optional.of(chosen), state, disabled);
  }

  Setup state(BackupState chosen) {
    return new Setup(context, Optional.of(chosen), disabled);
  }

  Setup disable(Set<WriterId> writers) {
    SortedSet<WriterId> more = disabled;
    for (WriterId writer : writers) {
      more = Sorted.with(more, writer);
    }
    return new Setup(context, state, more);
  }
}
