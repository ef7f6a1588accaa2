package io.lull.protocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who watches the watchman: every known mistake must be seen within a bounded number of runs. */
class MutantsTest {
  private static final int RUNS_MOST = 2_000;

  @ParameterizedTest
  @EnumSource(Mutants.class)
  void a_wrong_machine_is_caught(Mutants mutant) {
    assertThat(caughtAfter(mutant)).as("%s is caught", mutant).isPresent();
  }

  /** These name the promise that they break, and not only some that follows from it. */
  @ParameterizedTest
  @CsvSource({
    "A_DELETION_AFTER_RELEASE_TAKES_NO_EPOCH, EpochsAreNeverReused",
    "AN_ABORT_LEAVES_NO_TOMBSTONE, AfterAbortOnlyAbortOrShutdown",
    "HOST_LISTENS_TO_OLDER_EPOCHS, AnOlderAttemptIsRefused",
    "HOST_LISTENS_TO_OLDER_SLOTS, AtMostOneCreationPerHost",
    "WHAT_IS_PINNED_IS_DELETED, APinnedSetKeepsItsCopies",
    "WHAT_MAY_STILL_GO_IS_PINNED, APinnedSetKeepsItsCopies",
    "WHOEVER_TAKES_OVER_FORGETS_THE_PIN, WhatWasSaidOfASetStaysSaid",
    "THE_FIRST_VERIFICATION_COUNTS, WhatWasSaidOfASetStaysSaid",
    "A_LIE_AT_COMMIT_NEVER_COMES_OUT, NoCommitWhileAParticipatingWriterIsUnfrozen",
  })
  void a_mistake_is_caught_by_the_invariant_it_breaks(Mutants mutant, String invariant) {
    assertThat(caughtAfter(mutant))
        .hasValueSatisfying(told -> assertThat(told).contains(invariant));
  }

  private static Optional<String> caughtAfter(Mutants mutant) {
    List<Long> seeds = new ArrayList<>(SimulationTest.seeds());
    LongStream.rangeClosed(1, RUNS_MOST).forEach(seeds::add);
    for (long seed : seeds) {
      Run run = new Run(seed, mutant.machines(Machines.real()), Optional.empty());
      try {
        run.run();
      } catch (Violation violation) {
        return Optional.of("seed " + seed + ": " + violation.getMessage());
      }
    }
    return Optional.empty();
  }
}
