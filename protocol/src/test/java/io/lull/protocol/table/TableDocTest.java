package io.lull.protocol.table;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.docs.GeneratedDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableDocTest {
  private static final String FOLDER = "docs/protocol/";

  static Stream<Tables.Found> tables() {
    return Tables.all().stream();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void the_document_shows_the_table_as_the_code_has_it(Tables.Found found) {
    GeneratedDoc.check(FOLDER + file(found), markdown(found));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void every_phase_has_its_sentence(Tables.Found found) {
    assertThat(found.sentences().keySet())
        .containsAll(found.table().phases().stream().map(Enum::name).toList());
  }

  @Test
  void the_list_of_machines_is_whole() {
    GeneratedDoc.check(
        FOLDER + "README.md",
        "# The machines\n\n"
            + tables()
                .map(found -> "* [%s](%s)\n".formatted(found.machine(), file(found)))
                .collect(joining()));
  }

  @Test
  void no_document_outlives_its_table() throws IOException {
    Path folder = Path.of(System.getProperty("lull.root", "..")).resolve(FOLDER);
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names)
          .isSubsetOf(
              Stream.concat(
                      Stream.of("README.md", "invariants.md"), tables().map(TableDocTest::file))
                  .toList());
    }
  }

  @Test
  void a_table_in_another_package_is_found() {
    assertThat(tables().map(Tables.Found::machine)).contains("Session", "Window", "Slot");
  }

  private static String file(Tables.Found found) {
    return found.machine().toLowerCase(Locale.ROOT) + ".md";
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The phase of a table that was found is not known.
  private static String markdown(Tables.Found found) {
    return new TableDoc(found.machine(), found.table(), found.sentences()).markdown();
  }
}
