package io.lull.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.command.Need.Whom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedTest {
  @ParameterizedTest
  @CsvSource({
    "RUNNING, true,  true,  THE_USUAL",
    "RUNNING, false, true,  THE_USUAL",
    "RUNNING, false, false, THE_USUAL",
    "JOURNAL, true,  true,  THE_USUAL",
    "JOURNAL, true,  false, THE_USUAL",
    "JOURNAL, false, true,  ITS_OWN",
    "JOURNAL, false, false, NOBODY",
    "WORK,    true,  true,  THE_USUAL",
    "WORK,    false, true,  ITS_OWN",
    "WORK,    false, false, ITS_OWN",
  })
  void a_node_is_started_where_none_runs_and_it_has_something_to_tell_or_to_do(
      Need need, boolean runs, boolean journal, Whom whom) {
    assertThat(need.whom(runs, journal)).isEqualTo(whom);
  }
}
