package io.lull.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.session.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals that were recorded once are replayed for ever, to the state that was written down then.
 *
 * <p>{@code mvn -pl protocol,wire test -Dlull.journals=record} records a story that has no journal
 * yet. A journal that lies there is never written again: if it fails, the code has forgotten how to
 * read what somebody's disk still holds.
 */
class JournalsTest {
  private static final Path FILES =
      Path.of(System.getProperty("lull.root", ".."), "wire/src/test/resources/journals/v1");

  @BeforeAll
  static void record() throws IOException {
    if (!System.getProperty("lull.journals", "replay").equals("record")) {
      return;
    }
    Files.createDirectories(FILES);
    for (String story : Journals.STORIES.keySet()) {
      if (Files.notExists(FILES.resolve(story + ".jsonl"))) {
        Recording told = Journals.tell(story);
        Files.write(FILES.resolve(story + ".jsonl"), told.log());
        Files.writeString(FILES.resolve(story + ".summary"), Journals.summary(told.session()));
      }
    }
  }

  static List<Path> journals() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  static Set<String> stories() {
    return Journals.STORIES.keySet();
  }

  @ParameterizedTest
  @MethodSource("journals")
  void a_recorded_journal_replays_to_the_state_of_then(Path journal) throws IOException {
    String summary = journal.toString().replaceAll("jsonl$", "summary");

    assertThat(Journals.summary(Replay.session(journal)))
        .isEqualTo(Files.readString(Path.of(summary)));
  }

  @Test
  void every_story_has_a_journal() throws IOException {
    assertThat(journals())
        .as("journals; -Dlull.journals=record records what is missing")
        .extracting(file -> file.getFileName().toString())
        .containsAll(stories().stream().map(story -> story + ".jsonl").toList());
  }

  @ParameterizedTest
  @MethodSource("stories")
  void a_log_written_now_replays_to_the_state_that_it_was_written_from(String story)
      throws IOException {
    Recording told = Journals.tell(story);
    Session replayed =
        Replay.session(
            EventLogReader.read(new ByteArrayInputStream(told.log()), EventLogKind.SESSION));

    assertThat(replayed).isEqualTo(told.session());
  }
}
