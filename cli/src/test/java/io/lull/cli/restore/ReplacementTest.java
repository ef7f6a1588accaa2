package io.lull.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One directory whose content is replaced, and made as it was. */
class ReplacementTest {
  @TempDir Path temporary;
  private Path live;
  private Path copy;
  private Path mounted;

  @BeforeEach
  void make() throws IOException {
    Path directory = temporary.toRealPath();
    live = Files.createDirectory(directory.resolve("live"));
    copy = Files.createDirectory(directory.resolve("copy"));
    mounted = Files.createDirectories(live.resolve("sub/mounted"));
    Files.writeString(mounted.resolve("other"), "of another volume");
    Files.writeString(live.resolve("sub/file"), "old");
    Files.writeString(live.resolve("only-old"), "old");
    Files.createDirectories(copy.resolve("sub/mounted"));
    Files.writeString(copy.resolve("sub/file"), "new");
    Files.writeString(copy.resolve("only-new"), "new");
    Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-x---"));
  }

  private Replacement replacement() throws IOException {
    return Replacement.of(live, copy, Set.of(mounted));
  }

  private void isAsItWas() throws IOException {
    assertThat(live.resolve("sub/file")).hasContent("old");
    assertThat(live.resolve("only-old")).hasContent("old");
    assertThat(live.resolve("only-new")).doesNotExist();
    assertThat(mounted.resolve("other")).hasContent("of another volume");
    assertThat(live.resolve(Stage.NAME)).doesNotExist();
    assertThat(Files.getPosixFilePermissions(live))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void names_that_were_changed_are_changed_back() throws IOException {
    try (Replacement replacement = replacement()) {
      replacement.stage(Restoring.us(), () -> {}, _ -> {});
      replacement.swap();
      assertThat(live.resolve("sub/file")).hasContent("new");
      assertThat(live.resolve("only-new")).hasContent("new");
      assertThat(live.resolve("only-old")).doesNotExist();

      replacement.undo();

      isAsItWas();
    }
  }

  @Test
  void nobody_else_may_enter_before_all_is_there() throws IOException {
    try (Replacement replacement = replacement()) {
      replacement.stage(Restoring.us(), () -> {}, _ -> {});
      replacement.swap();
      assertThat(Files.getPosixFilePermissions(live))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));

      replacement.finish();

      assertThat(Files.getPosixFilePermissions(live))
          .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
      assertThat(live.resolve(Stage.NAME)).doesNotExist();
      assertThat(mounted.resolve("other")).hasContent("of another volume");
    }
  }

  @Test
  void a_copy_that_cannot_be_read_changes_nothing() throws IOException {
    try (Replacement replacement = Replacement.of(live, copy.resolve("gone"), Set.of(mounted))) {
      assertThatThrownBy(() -> replacement.stage(Restoring.us(), () -> {}, _ -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cp says: ");

      replacement.undo();

      isAsItWas();
    }
  }

  @Test
  void what_a_restore_left_that_was_cut_off_is_an_obstacle_and_stays() throws IOException {
    try (Replacement cutOff = replacement()) {
      cutOff.stage(Restoring.us(), () -> {}, _ -> {});
      cutOff.swap();
    }
    try (Replacement replacement = replacement()) {
      assertThat(replacement.obstacle().orElseThrow()).contains("of a restore that was cut off");
      assertThatThrownBy(() -> replacement.stage(Restoring.us(), () -> {}, _ -> {}))
          .isInstanceOf(IOException.class);

      replacement.undo();
    }
    assertThat(live.resolve(Stage.NAME).resolve("before/only-old")).hasContent("old");
  }

  @Test
  void what_somebody_else_has_put_there_is_an_obstacle_and_stays() throws IOException {
    Path strange = Files.createDirectory(live.resolve(Stage.NAME));
    Files.setPosixFilePermissions(strange, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Replacement replacement = replacement()) {
      assertThat(replacement.obstacle().orElseThrow()).contains("no restore of ours has made");
    }
    assertThat(strange).isEmptyDirectory();
  }

  @Test
  void what_was_not_needed_any_more_when_a_restore_was_cut_off_is_removed() throws IOException {
    try (Replacement cutOff = replacement()) {
      cutOff.stage(Restoring.us(), () -> {}, _ -> {});
      cutOff.swap();
      try (Stage stage = cutOff.stage()) {
        stage.remember(Rights.of(stage.fresh()));
        stage.forget();
      }
    }
    try (Replacement replacement = replacement()) {
      assertThat(replacement.obstacle()).isEmpty();
      replacement.stage(Restoring.us(), () -> {}, _ -> {});
      replacement.undo();
    }
    assertThat(live.resolve("only-new")).hasContent("new");
    assertThat(live.resolve(Stage.NAME)).doesNotExist();
    assertThat(Files.getPosixFilePermissions(live))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
  }

  /** Makes everything ready in a process of its own, and waits there to be killed. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws IOException {
      try (Replacement replacement =
          Replacement.of(Path.of(args[0]), Path.of(args[1]), Set.of(Path.of(args[2])))) {
        replacement.stage(Restoring.us(), () -> {}, _ -> {});
        System.out.println("ready");
        System.in.read();
      }
    }
  }

  @Test
  void what_a_running_restore_needs_stays_and_goes_when_that_was_killed() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                live.toString(),
                copy.toString(),
                mounted.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
      try (Replacement replacement = replacement()) {
        assertThat(replacement.obstacle()).contains("another restore is at work there");
        assertThatThrownBy(() -> replacement.stage(Restoring.us(), () -> {}, _ -> {}))
            .isInstanceOf(IOException.class);
        replacement.undo();
      }
      assertThat(live.resolve(Stage.NAME).resolve("new/only-new")).hasContent("new");
    } finally {
      other.destroyForcibly().waitFor();
    }

    try (Replacement replacement = replacement()) {
      assertThat(replacement.obstacle()).isEmpty();
      replacement.stage(Restoring.us(), () -> {}, _ -> {});
      replacement.swap();
      replacement.undo();

      // Also whom it let in before the first of the two.
      isAsItWas();
    }
  }

  /** Whoever owns what is above may rename it; what is put back goes where it was meant to. */
  @Test
  void a_directory_that_is_renamed_meanwhile_is_still_the_one() throws IOException {
    Path moved = live.resolveSibling("moved");
    Path elsewhere = Files.createDirectory(live.resolveSibling("elsewhere"));
    try (Replacement replacement = replacement()) {
      Files.move(live, moved);
      Files.createSymbolicLink(live, elsewhere);

      replacement.stage(Restoring.us(), () -> {}, _ -> {});
      replacement.swap();
      replacement.finish();
    }
    assertThat(moved.resolve("only-new")).hasContent("new");
    assertThat(elsewhere).isEmptyDirectory();
  }
}
