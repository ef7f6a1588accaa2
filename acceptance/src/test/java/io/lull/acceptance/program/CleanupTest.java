package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real sets of one directory, of which those go that nothing keeps. */
class CleanupTest extends BesideServed {
  private static String fate(Ran ran, String set) {
    return ran.out().lines().filter(line -> line.startsWith(set)).findFirst().orElseThrow();
  }

  @Test
  void sets_that_nothing_keeps_are_deleted_and_pinned_ones_are_not() {
    List<String> sets = new ArrayList<>();
    List<Path> places = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Ran backup = lull("backup", served.path("shop")).ends(ExitCode.COMPLETED);
      sets.add(backup.word("set-"));
      places.add(Path.of(backup.word(directory + "/copies/")));
    }
    lull("pin", sets.getFirst(), "--reason", "audit").ends(ExitCode.COMPLETED);

    Ran dry = lull("cleanup", "--keep-last", "1", "--dry-run").ends(ExitCode.COMPLETED);
    assertThat(fate(dry, sets.get(3))).contains("stays", "newest", "here:" + served.path("shop"));
    assertThat(fate(dry, sets.get(2))).contains("goes");
    assertThat(fate(dry, sets.get(1))).contains("goes");
    assertThat(fate(dry, sets.get(0))).contains("stays", "pinned");
    assertThat(places).allSatisfy(place -> assertThat(place.resolve("file")).exists());

    lull("cleanup", "--keep-last", "1", "--yes").ends(ExitCode.COMPLETED);
    assertThat(places.subList(1, 3)).allSatisfy(place -> assertThat(place).doesNotExist());
    assertThat(places.get(3).resolve("file")).hasContent("data of shop");
    assertThat(places.get(0).resolve("file")).hasContent("data of shop");

    Ran again = lull("cleanup", "--keep-last", "1", "--yes").ends(ExitCode.COMPLETED);
    assertThat(again.out()).contains("nothing to delete, 2 sets stay").doesNotContain(sets.get(1));
  }

  @Test
  void a_cleanup_without_a_rule_of_what_stays_is_refused() {
    Ran refused = lull("cleanup", "--yes").ends(ExitCode.USAGE);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("a rule that says what stays", "--keep-last 7");
  }

  @Test
  void a_set_is_pinned_and_deleted_only_when_it_is_unpinned() {
    Ran backup = lull("backup", served.path("shop")).ends(ExitCode.COMPLETED);
    String set = backup.word("set-");
    Path place = Path.of(backup.word(directory + "/copies/"));

    assertThat(lull("pin", set, "--reason", "audit of 2026").ends(ExitCode.COMPLETED).out())
        .contains(set, "audit of 2026");
    Ran refused = lull("delete", set, "--yes").ends(ExitCode.REFUSED);
    assertThat(refused.err()).contains("L-408", "audit of 2026", "`lull unpin SET`");
    assertThat(place).exists();
    assertThat(lull("sets").out().lines().filter(l -> l.contains(set)))
        .singleElement()
        .asString()
        .contains("CERTIFIED", "pinned");

    lull("unpin", set).ends(ExitCode.COMPLETED);
    lull("delete", set, "--yes").ends(ExitCode.COMPLETED);
    assertThat(place).doesNotExist();
    lull("pin", set).ends(ExitCode.USAGE);
  }
}
