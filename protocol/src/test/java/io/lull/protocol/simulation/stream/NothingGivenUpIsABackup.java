package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionReply;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

final class NothingGivenUpIsABackup implements StreamInvariant {
  private final Set<SessionId> stored = new TreeSet<>();
  private final Set<SessionId> givenUp = new TreeSet<>();

  @Override
  public String promise() {
    return "No session is called a backup whose stream was stopped, was given up or has "
        + "ended as anything but COMPLETED; who was told that nothing comes of it is "
        + "never told that it is stored, nor the other way round.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    switch (fact) {
      case StreamFact.Kept kept -> check(kept.after());
      case StreamFact.Replied replied -> {
        switch (replied.reply()) {
          case StreamSessionReply.Stored _ -> stored.add(replied.session());
          case StreamSessionReply.BackupGivenUp _ -> givenUp.add(replied.session());
          default -> {}
        }
        require(
            !stored.contains(replied.session()) || !givenUp.contains(replied.session()),
            replied.session() + " was called stored and given up");
        require(
            !(replied.reply() instanceof StreamSessionReply.Stored)
                || world.journal.state(replied.session()).isBackup(),
            replied.session() + " is called stored, but is no backup");
      }
      default -> {}
    }
  }

  private void check(StreamSession session) {
    boolean stopped = session.account().stopped().isPresent();
    boolean completed = session.account().outcome().equals(Optional.of(StreamOutcome.COMPLETED));
    require(!stopped || !completed, session.session() + " was stopped and has completed");
    require(
        !session.isBackup() || (completed && session.aborted().isEmpty()),
        session.session() + " is called a backup");
  }
}
