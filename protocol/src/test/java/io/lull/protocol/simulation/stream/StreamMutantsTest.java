package io.lull.protocol.simulation.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.simulation.Violation;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every known mistake must be seen within a bounded number of runs, as what it breaks. */
class StreamMutantsTest {
  private static final int RUNS_MOST = 500;

  @ParameterizedTest
  @CsvSource({
    "A_STOP_IS_FORGOTTEN_BETWEEN_TWO_CALLS, AStopIsNeverLost",
    "AN_END_COMPLETES_WHAT_WAS_STOPPED, AStopIsNeverLost",
    "A_STOP_WAITS_FOR_THE_NEXT_STREAM, AStopLeavesNoTrace",
    "A_STOP_WITHOUT_A_NAME_STOPS_ONE_OF_SEVERAL, AStopLeavesNoTrace",
    "A_BEGIN_PASSES_A_STOPPED_SERVICE, AStoppedServiceBeginsNothing",
    "A_STREAM_TAKES_WHAT_A_SNAPSHOT_HAS, OneUseAtATime",
    "LOGS_GO_AT_THE_END, OnlyLogsOfStoredBackupsGo",
    "LOGS_GO_THAT_A_DATABASE_OUTSIDE_NEEDS, NoNeededLogIsDeleted",
    "ONLY_THE_NEWEST_LOG_IS_REQUIRED, EveryStoredBackupRestores",
    "A_LOST_OWNER_KEEPS_ITS_INSTANCE, NothingStaysOccupied",
    "A_SILENT_OWNER_IS_NEVER_TOLD_OF_ITS_END, SessionAndHostAgree",
    "THE_SESSION_CONFIRMS_BEFORE_ITS_TARGET, OnlyLogsOfStoredBackupsGo",
    "A_SESSION_DOES_NOT_HEAR_OF_A_LOST_HOST, EverySessionEnds",
    "WHAT_WAS_GIVEN_UP_IS_CALLED_STORED, NothingGivenUpIsABackup",
  })
  void a_wrong_machine_is_caught(StreamMutants mutant, String invariant) {
    assertThat(caught(mutant))
        .as("%s is caught", mutant)
        .hasValueSatisfying(violation -> assertThat(violation.invariant()).isEqualTo(invariant));
  }

  private static Optional<Violation> caught(StreamMutants mutant) {
    for (long seed = 1; seed <= RUNS_MOST; seed++) {
      try {
        new StreamRun(seed, mutant.machines(StreamMachines.real()), Optional.empty()).run();
      } catch (Violation violation) {
        System.out.println(mutant + " after " + seed + " runs: " + violation.getMessage());
        return Optional.of(violation);
      }
    }
    return Optional.empty();
  }
}
