package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamKind;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

final class EveryStoredBackupRestores implements StreamInvariant {
  private final Map<SessionId, Backup> stored = new TreeMap<>();

  @Override
  public String promise() {
    return "What lies under a manifest can be restored: it has every log that its pages "
        + "need, and an incremental one goes on without a gap from a stored one that "
        + "does.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    if (fact instanceof StreamFact.Stored now) {
      Backup backup = now.backup();
      stored.put(backup.session(), backup);
      SimSource source = world.sources.get(backup.instance());
      SimSource.Needed needed = source.needed.get(backup.session());
      long first = needed.first();
      if (backup.kind() == StreamKind.INCREMENTAL) {
        Backup basis = stored.get(backup.basis().orElseThrow());
        require(basis.continued(), backup + " builds on " + basis);
        first = basis.high() + 1;
      } else {
        require(!backup.databases().isEmpty() || !backup.continued(), "nothing is in " + backup);
      }
      require(
          LongStream.rangeClosed(first, needed.last()).allMatch(log -> backup.logs().contains(log)),
          backup + " needs the logs from " + first + " to " + needed.last());
    }
  }
}
