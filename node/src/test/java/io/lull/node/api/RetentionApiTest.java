package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.protocol.retention.Reason;
import io.lull.protocol.retention.RetentionPolicy;
import io.lull.wire.api.RetentionView;
import io.lull.wire.api.RetentionView.RetainedSet;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real node says about its sets, whose settings keep the last two. */
class RetentionApiTest {
  @TempDir static Path directory;
  private static ApiNode api;

  @BeforeAll
  static void start() throws Exception {
    api =
        ApiNode.start(directory, "lull.retention { last = 2, daily = 1, zone = Europe/Berlin }\n");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static SetId backup() throws Exception {
    return api.run(ApiTest.EVERYTHING).set().orElseThrow();
  }

  private static RetentionView retention(String query) throws Exception {
    return api.get("/v1/retention" + query, RetentionView.class);
  }

  @Test
  void setsOfTheSameVolumesAreDecidedByWhatIsSaidAndElseByTheSettings() throws Exception {
    SetId first = backup();
    SetId second = backup();
    SetId third = backup();

    RetentionView own = retention("");
    assertThat(own.policy()).isEqualTo(new RetentionPolicy(2, Duration.ZERO, 0, 1, 0, 0, 0));
    assertThat(own.zone()).isEqualTo("Europe/Berlin");
    assertThat(own.sets()).extracting(RetainedSet::set).startsWith(third, second, first);
    assertThat(own.sets().getFirst().reasons())
        .containsExactly(Reason.NEWEST, Reason.BEST_GRADE, Reason.LAST, Reason.DAILY);
    assertThat(own.sets().get(1).reasons()).containsExactly(Reason.LAST);
    assertThat(own.expired()).extracting(RetainedSet::set).contains(first);

    assertThat(retention("?last=1").expired()).extracting(RetainedSet::set).contains(second);
    assertThat(retention("?last=0&daily=1").expired())
        .extracting(RetainedSet::set)
        .contains(first, second)
        .doesNotContain(third);
    assertThat(retention("?within=7d").expired()).isEmpty();

    // Nothing was done, and what is deleted is no more.
    assertThat(retention("?last=9").sets()).extracting(RetainedSet::set).contains(first);
    assertThat(api.send(api.as("o", "/v1/sets/" + first).DELETE()).statusCode()).isEqualTo(200);
    assertThat(retention("?last=9").sets())
        .extracting(RetainedSet::set)
        .contains(second, third)
        .doesNotContain(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "last=-1",
        "last=10001",
        "last=x",
        "dayly=7",
        "within=7",
        "within=36526d",
        "within=-1s",
        "within=",
        "yearly=99999999999",
        "zone=UTC"
      })
  void aPolicyThatCannotBeIsRefused(String query) throws Exception {
    assertThat(problem(api.get("/v1/retention?" + query), 400).failure())
        .isEqualTo(Failure.INVALID_ARGUMENT);
  }

  @Test
  void nobodyCanMeanThatNothingStays() throws Exception {
    assertThat(problem(api.get("/v1/retention?last=0&daily=0&within=0s"), 400))
        .satisfies(
            none -> {
              assertThat(none.detail()).contains("expected a rule that says what stays");
              assertThat(none.hint()).contains("--keep-last", "lull.retention");
            });
  }
}
