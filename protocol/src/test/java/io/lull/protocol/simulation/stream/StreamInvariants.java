package io.lull.protocol.simulation.stream;

import io.lull.protocol.simulation.Promise;
import java.util.List;

/** All that is promised of streams, freshly made for one run. */
public final class StreamInvariants {
  private StreamInvariants() {}

  static List<StreamInvariant> all() {
    return List.of(
        new AStopIsNeverLost(),
        new AStopLeavesNoTrace(),
        new AStoppedServiceBeginsNothing(),
        new OneUseAtATime(),
        new OnlyLogsOfStoredBackupsGo(),
        new NoNeededLogIsDeleted(),
        new EveryStoredBackupRestores(),
        new AnOutcomeNeverChanges(),
        new NothingGivenUpIsABackup(),
        new SessionAndHostAgree(),
        new ADoneRequestIsNotDoneAgain(),
        new NothingStaysOccupied(),
        new EverySessionEnds());
  }

  /** As their document has them. */
  public static List<? extends Promise> promises() {
    return all();
  }
}
