package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.session.StreamSession;
import java.util.List;

final class OnlyLogsOfStoredBackupsGo implements StreamInvariant {

  @Override
  public String promise() {
    return "Logs are handed over for deletion only for a session whose End is journaled as "
        + "COMPLETED, whose target has confirmed, and which nobody gave up: exactly those "
        + "that its End named.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    if (fact instanceof StreamFact.Decided decided) {
      List<SessionId> sessions =
          decided.decision().events().stream()
              .filter(StreamEvent.TruncationDone.class::isInstance)
              .map(event -> ((StreamEvent.TruncationDone) event).session())
              .toList();
      List<Logs> going =
          decided.decision().effects().stream()
              .filter(StreamEffect.DeleteLogs.class::isInstance)
              .map(effect -> ((StreamEffect.DeleteLogs) effect).logs())
              .toList();
      require(sessions.size() == going.size(), "of " + sessions + " logs go: " + going);
      for (int i = 0; i < sessions.size(); i++) {
        check(world, sessions.get(i), going.get(i));
      }
    }
  }

  private void check(StreamWorld world, SessionId session, Logs going) {
    StreamSession kept = world.journal.state(session);
    require(kept.isBackup(), session + " is no backup, but its logs go: " + going);
    require(
        world.readers.stream()
            .flatMap(reader -> reader.directory.stream())
            .anyMatch(backup -> backup.session().equals(session)),
        session + " has no manifest, but its logs go: " + going);
    require(
        kept.account().truncation().equals(going),
        session + " named " + kept.account().truncation() + ", but these go: " + going);
  }
}
