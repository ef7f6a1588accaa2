package io.lull.acceptance.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that can happen to the node of a session happens at every boundary of it. */
class EventBoundaryTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Tag("full")
  @ParameterizedTest
  @EnumSource
  void aSessionEndsOnceWhateverHappensToItsNodeAtAnyOfItsEvents(Strike strike) {
    run(strike, Boundary::ofAll);
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource
  void aSessionEndsOnceWhateverHappensToItsNodeInsideTheWindow(Strike strike) {
    run(strike, _ -> List.of(WindowMoment.values()));
  }

  /** A few of the moments above, for every build. */
  @ParameterizedTest
  @EnumSource(names = {"KILLED", "ALONE_WITH_JOURNAL"})
  void aSessionEndsOnceWhateverHappensToItsNodeAroundTheWindow(Strike strike) {
    run(
        strike,
        writes -> {
          List<Moment> moments = new ArrayList<>(Boundary.of("WindowOpened", writes));
          moments.addAll(Boundary.of("WindowClosed", writes));
          return moments;
        });
  }

  private void run(Strike strike, Function<List<String>, Collection<? extends Moment>> moments) {
    try (ProcessCluster cluster =
        new ProcessCluster(directory, strike.network(), ProcessCluster.FAST)) {
      BoundaryMatrix matrix = new BoundaryMatrix(cluster, strike);
      matrix.run(moments.apply(matrix.writes()));
    }
  }
}
