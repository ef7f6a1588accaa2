package io.lull.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the text of the whole repository to the house rules. */
class TidyTest {

  private static final Tidy REPOSITORY = Tidy.of(Path.of(System.getProperty("lull.root")));

  @Test
  void no_file_is_too_long_to_read_at_once() {
    assertThat(REPOSITORY.tooLong()).isEmpty();
  }

  @Test
  void every_package_says_what_it_is_for() {
    assertThat(REPOSITORY.packagesWithoutInfo()).isEmpty();
  }

  @Test
  void every_relative_link_leads_somewhere() {
    assertThat(REPOSITORY.brokenLinks()).isEmpty();
  }

  @Test
  void everything_left_to_do_has_an_issue() {
    assertThat(REPOSITORY.todosWithoutIssue()).isEmpty();
  }

  @Test
  void nothing_names_a_path_of_one_machine() {
    assertThat(REPOSITORY.machinePaths()).isEmpty();
  }

  @Test
  void no_test_sleeps_to_wait() {
    assertThat(REPOSITORY.sleepingTests()).isEmpty();
  }
}
