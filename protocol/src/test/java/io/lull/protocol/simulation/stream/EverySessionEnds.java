package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionPhase;

final class EverySessionEnds implements StreamInvariant {

  @Override
  public String promise() {
    return "When faults have ended and time has passed, every session is over and every "
        + "requester was answered or gave up; a journal, replayed from its beginning, "
        + "gives the state that was live.";
  }

  @Override
  public void checkAtRest(StreamWorld world) {
    for (SimReader reader : world.readers) {
      require(reader.isDone(), reader.name + " still waits");
    }
    for (SessionId id : world.journal.keys()) {
      StreamSession session = world.journal.state(id);
      require(session.phase() == StreamSessionPhase.OVER, id + " is still " + session);
      require(world.journal.replayed(id).equals(session), id + " is replayed as something else");
    }
  }
}
