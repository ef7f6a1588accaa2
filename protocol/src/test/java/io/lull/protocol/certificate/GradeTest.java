package io.lull.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds are worth. */
class GradeTest {
  /**
   * Writers read "name KIND on volumes behind front"; a volume is named by a letter, with a tilde
   * if it is copied gradually. Everybody is on one host: hosts make no difference to a grade.
   */
  @ParameterizedTest(name = "{0} | copied {1} | failed {2} | dropped out {3}: {4}, {5}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # writers                                     | copied | failed | dropped | grade       | instant
          # Applications that hold.
          db APPLICATION on x                           | x      | -      | -       | APPLICATION | COMMON
          db APPLICATION on x; kv APPLICATION on y      | x y    | -      | -       | APPLICATION | COMMON
          db APPLICATION on x y                         | x      | -      | -       | APPLICATION | COMMON
          # Backup mode is good for the application alone: nobody stopped.
          pg BACKUP_MODE on x                           | x      | -      | -       | APPLICATION | PER_WRITER
          pg BACKUP_MODE on x; db APPLICATION on y      | x y    | -      | -       | APPLICATION | PER_WRITER
          web APPLICATION on x; pg BACKUP_MODE on y behind web | x y | -  | -       | APPLICATION | COMMON
          # No hold of its own: worth what stands before it.
          job NONE on x                                 | x      | -      | -       | CRASH       | PER_WRITER
          web APPLICATION on x; job NONE on y behind web | x y   | -      | -       | APPLICATION | COMMON
          web APPLICATION on x; job NONE on y behind gone | x y  | -      | -       | CRASH       | PER_WRITER
          pg BACKUP_MODE on x; job NONE on y behind pg  | x y    | -      | -       | CRASH       | PER_WRITER
          fs FILESYSTEM on x y; job NONE on y behind fs | x y    | -      | -       | FILESYSTEM  | COMMON
          a NONE on x behind b; b NONE on x behind a    | x      | -      | -       | CRASH       | PER_WRITER
          web APPLICATION on x; job NONE on y behind web; sub NONE on z behind job | x y z | - | - | CRASH | PER_WRITER
          # Frozen file systems.
          fs FILESYSTEM on x                            | x      | -      | -       | FILESYSTEM  | COMMON
          fs FILESYSTEM on x                            | x y    | -      | -       | CRASH       | PER_WRITER
          fs FILESYSTEM on x; db APPLICATION on x       | x      | -      | -       | APPLICATION | COMMON
          fs FILESYSTEM on x; db APPLICATION on y       | x y    | -      | -       | APPLICATION | COMMON
          fs FILESYSTEM on x; job NONE on x             | x      | -      | -       | FILESYSTEM  | PER_WRITER
          fs FILESYSTEM on x; job NONE on x; db APPLICATION on y | x y | - | -      | FILESYSTEM  | PER_WRITER
          fs FILESYSTEM on x; job NONE on y             | x y    | -      | -       | CRASH       | PER_WRITER
          # A volume for which nobody speaks was held by nobody.
          db APPLICATION on x                           | x y    | -      | -       | CRASH       | PER_WRITER
          # A writer that failed at PostSnapshot counts for nothing, but it had stood still.
          db APPLICATION on x                           | x      | db     | -       | CRASH       | COMMON
          db APPLICATION on x; kv APPLICATION on y      | x y    | db     | -       | CRASH       | COMMON
          fs FILESYSTEM on x; db APPLICATION on x       | x      | db     | -       | FILESYSTEM  | COMMON
          fs FILESYSTEM on x; db APPLICATION on x; kv APPLICATION on y | x y | db | - | FILESYSTEM | COMMON
          fs FILESYSTEM on x; db APPLICATION on x       | x      | fs     | -       | CRASH       | COMMON
          fs FILESYSTEM on x                            | x      | fs     | -       | CRASH       | COMMON
          web APPLICATION on x; job NONE on y behind web | x y   | web    | -       | CRASH       | COMMON
          # A writer that dropped out before the window may have data anywhere, and held nothing.
          db APPLICATION on x                           | x      | -      | kv      | CRASH       | PER_WRITER
          fs FILESYSTEM on x; db APPLICATION on x       | x      | -      | kv      | FILESYSTEM  | PER_WRITER
          fs FILESYSTEM on x; db APPLICATION on y       | x y    | -      | kv      | CRASH       | PER_WRITER
          # What is copied gradually must have stood still with all its files.
          app APPLICATION_AND_FILES on x                | ~x     | -      | -       | APPLICATION | COMMON
          app APPLICATION_AND_FILES on x                | x      | -      | -       | APPLICATION | COMMON
          app APPLICATION_AND_FILES on x                | ~x ~y  | -      | -       | FUZZY       | PER_WRITER
          app APPLICATION_AND_FILES on x                | ~x y   | -      | -       | CRASH       | PER_WRITER
          app APPLICATION_AND_FILES on x                | ~x     | app    | -       | CRASH       | COMMON
          app APPLICATION_AND_FILES on x                | ~x     | -      | kv      | FUZZY       | PER_WRITER
          app APPLICATION_AND_FILES on x; job NONE on y behind app | x y | - | -    | APPLICATION | COMMON
          app APPLICATION_AND_FILES on x; db APPLICATION on x | ~x | -   | -       | FUZZY       | PER_WRITER
          app APPLICATION_AND_FILES on x; job NONE on x behind app | ~x | - | -     | FUZZY       | PER_WRITER
          db APPLICATION on x                           | ~x     | -      | -       | FUZZY       | PER_WRITER
          db APPLICATION on x; app APPLICATION_AND_FILES on y | x ~y | -  | -      | APPLICATION | COMMON
          web APPLICATION on x; pg BACKUP_MODE on y behind web | x ~y | - | -      | FUZZY       | PER_WRITER
          pg BACKUP_MODE on x                           | ~x     | -      | -       | FUZZY       | PER_WRITER
          job NONE on x                                 | ~x     | -      | -       | FUZZY       | PER_WRITER
          fs FILESYSTEM on x                            | ~x     | -      | -       | FILESYSTEM  | COMMON
          fs FILESYSTEM on x; job NONE on x             | ~x     | -      | -       | FILESYSTEM  | PER_WRITER
          fs FILESYSTEM on x y; db APPLICATION on y     | ~x ~y  | -      | -       | APPLICATION | COMMON
          fs FILESYSTEM on x                            | ~x     | fs     | -       | CRASH       | COMMON
          fs FILESYSTEM on x                            | ~x     | -      | kv      | FILESYSTEM  | PER_WRITER
          -                                             | ~x     | -      | -       | FUZZY       | PER_WRITER
          # Nobody took part, or nothing was copied.
          -                                             | x      | -      | -       | CRASH       | PER_WRITER
          -                                             | -      | -      | -       | CRASH       | PER_WRITER
          db APPLICATION on x                           | -      | -      | -       | APPLICATION | COMMON
          fs FILESYSTEM on x                            | -      | -      | -       | FILESYSTEM  | COMMON
          job NONE on x                                 | -      | -      | -       | CRASH       | PER_WRITER
          """)
  void every_set_has_the_grade_that_its_holds_are_worth(
      String writers,
      String copied,
      String failed,
      String droppedOut,
      Grade grade,
      SetInstant instant) {
    EvidenceFixture set = new EvidenceFixture();
    words(writers, ";").forEach(writer -> writer(set, writer));
    for (Cut cut : Cut.values()) {
      String[] volumes =
          words(copied, " ").stream()
              .filter(volume -> volume.startsWith("~") == (cut == Cut.GRADUAL))
              .map(volume -> volume(volume.replace("~", "")))
              .toArray(String[]::new);
      if (volumes.length > 0) {
        set.provider("a/" + cut.name().toLowerCase(Locale.ROOT), cut, volumes);
      }
    }
    words(failed, " ").forEach(writer -> set.failedAfterwards("a/" + writer));
    words(droppedOut, " ").forEach(writer -> set.droppedOut("a/" + writer));

    Certificate certificate = set.certificate();

    assertThat(certificate.grade()).isEqualTo(grade);
    assertThat(certificate.instant()).isEqualTo(instant);
    assertThat(set.bundle().verdict()).isEqualTo(new Verdict.Yes());
  }

  @Test
  void a_better_grade_contents_whoever_asks_for_less() {
    assertThat(Grade.APPLICATION.atLeast(Grade.FILESYSTEM)).isTrue();
    assertThat(Grade.FILESYSTEM.atLeast(Grade.FILESYSTEM)).isTrue();
    assertThat(Grade.CRASH.atLeast(Grade.FILESYSTEM)).isFalse();
    assertThat(Grade.values())
        .containsExactly(Grade.APPLICATION, Grade.FILESYSTEM, Grade.CRASH, Grade.FUZZY);
  }

  @Test
  void one_more_frozen_file_system_never_lowers_a_grade() {
    for (long seed = 0; seed < 2_000; seed++) {
      CoordinatorRecord record = RandomEvidence.of(seed).coordinator();
      Participants before = record.participants();
      List<WriterPart> writers = new ArrayList<>(before.writers());
      writers.add(
          new WriterPart(
              EvidenceFixture.writerId("z/more"),
              record.participants().providers().getFirst().incarnation(),
              HoldKind.FILESYSTEM,
              Optional.empty(),
              new TreeSet<Volume>(before.volumes())));
      Participants after = new Participants(writers, before.providers());

      assertThat(new Grading(after, record.unusable()).grade())
          .as("seed %d", seed)
          .matches(grade -> grade.atLeast(new Grading(before, record.unusable()).grade()));
    }
  }

  @Test
  void a_writer_that_fails_never_raises_a_grade() {
    for (long seed = 0; seed < 2_000; seed++) {
      CoordinatorRecord record = RandomEvidence.of(seed).coordinator();
      Grading before = new Grading(record.participants(), record.unusable());
      for (WriterPart writer : record.participants().writers()) {
        TreeSet<io.lull.protocol.id.ComponentId> more = new TreeSet<>(record.unusable());
        more.add(EvidenceFixture.component(writer.writer().toString()));
        Grading after = new Grading(record.participants(), more);

        assertThat(before.grade())
            .as("seed %d", seed)
            .matches(grade -> grade.atLeast(after.grade()));
        assertThat(after.instant()).as("seed %d", seed).isEqualTo(before.instant());
      }
    }
  }

  @Test
  void the_generator_reaches_every_grade_and_instant() {
    List<String> reached = new ArrayList<>();
    for (long seed = 0; seed < 500; seed++) {
      Certificate certificate = RandomEvidence.of(seed).certificate();
      reached.add(certificate.grade() + " " + certificate.instant());
    }
    assertThat(reached)
        .contains(
            "APPLICATION COMMON",
            "APPLICATION PER_WRITER",
            "FILESYSTEM COMMON",
            "FILESYSTEM PER_WRITER",
            "CRASH COMMON",
            "CRASH PER_WRITER",
            "FUZZY PER_WRITER");
  }

  private static void writer(EvidenceFixture set, String text) {
    List<String> words = words(text, " ");
    int behind = words.indexOf("behind");
    List<String> volumes = words.subList(3, behind < 0 ? words.size() : behind);
    set.writer(
        "a/" + words.get(0),
        HoldKind.valueOf(words.get(1)),
        Optional.of(behind)
            .filter(at -> at >= 0)
            .map(at -> EvidenceFixture.writerId("a/" + words.get(at + 1))),
        volumes.stream().map(GradeTest::volume).toArray(String[]::new));
  }

  private static String volume(String letter) {
    return "a:/" + letter;
  }

  private static List<String> words(String text, String separator) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(separator))
            .map(String::strip)
            .filter(w -> !w.isEmpty())
            .toList();
  }
}
