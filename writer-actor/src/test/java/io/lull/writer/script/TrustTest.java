package io.lull.writer.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.writer.BackupType;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that somebody else could have put there are refused, and never called. */
@Timeout(120)
class TrustTest {
  private static final int NOBODY = 65534;
  private static ScriptStage stage;

  /** Below a directory that everybody may write to, as long as there is one such. */
  @TempDir Path open;

  private Scripts scripts;

  @BeforeAll
  static void begin() throws Exception {
    stage = ScriptStage.make();
  }

  @AfterAll
  static void end() throws Exception {
    stage.close();
  }

  @BeforeEach
  void make() throws Exception {
    scripts = Scripts.make();
  }

  @AfterEach
  void nothing_was_called() throws Exception {
    assertThat(scripts.log()).isEmpty();
    scripts.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "writable by its group",
        "writable by others",
        "of somebody else",
        "in a directory of somebody else",
        "in a writable directory",
        "in a sticky directory",
        "a link out of it",
        "behind a link out of it",
        "a link to nothing",
        "a link to itself",
        "a directory",
        "not executable",
        "not there"
      })
  void what_others_could_change_is_refused(String how) throws Exception {
    Path hook = scripts.write("sub/hook", Scripts.USUAL);
    Path sub = hook.getParent();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    switch (how) {
      case "writable by its group" -> mode(hook, "rwxrwxr-x");
      case "writable by others" -> mode(hook, "rwxr-xrwx");
      case "of somebody else" -> Files.setAttribute(hook, "unix:uid", NOBODY);
      case "in a directory of somebody else" -> Files.setAttribute(sub, "unix:uid", NOBODY);
      case "in a writable directory" -> mode(sub, "rwxrwxrwx");
      case "in a sticky directory" -> Files.setAttribute(sub, "unix:mode", 0_041_777);
      case "a link out of it" -> hook = link(sub.resolve("link"), copy(hook, open));
      case "behind a link out of it" -> {
        copy(hook, open);
        hook = link(scripts.directory().resolve("link"), open).resolve("hook");
      }
      case "a link to nothing" -> hook = link(sub.resolve("link"), Path.of("nothing"));
      case "a link to itself" -> hook = link(sub.resolve("link"), Path.of("link"));
      case "a directory" -> hook = sub;
      case "not executable" -> mode(hook, "rw-r--r--");
      default -> Files.delete(hook);
    }
    Writer writer = stage.writer("contract", "qemu", "program", hook.toString());
    refuses(writer::describe);
    refuses(() -> writer.prepareForBackup(ScriptStage.CONTEXT, Set.of(), BackupType.FULL));
    refuses(() -> writer.prepareForSnapshot(ScriptStage.CONTEXT, Set.of(), Copies.NONE));
    String good = scripts.write("good", Scripts.USUAL).toString();
    refuses(
        stage.writer("contract", "qemu", "program", good, "pre-restore", hook.toString())
            ::describe);
  }

  @Test
  void what_a_link_leads_to_is_looked_at_as_it_is() throws Exception {
    Path hook = scripts.write("sub/hook", "exit 0\n");
    Path first = link(scripts.directory().resolve("first"), Path.of("sub/../sub/./hook"));
    Path second = link(scripts.directory().resolve("second"), first);
    Writer writer = stage.prepared("contract", "qemu", "program", second.toString());
    assertThat(ScriptStage.freeze(writer, ScriptStage.token()).end()).isEqualTo(HoldEnd.HELD);
    assertThat(hook).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"swapped", "changed", "made writable", "gone", "another one beside it"})
  void what_is_another_since_the_backup_was_prepared_is_refused(String how) throws Exception {
    Path hook = scripts.write("hooks.d/hook", "echo original >> log\n");
    Path directory = hook.getParent();
    Writer writer = stage.prepared("contract", "qemu", "directory", directory.toString());
    switch (how) {
      case "swapped" ->
          Files.move(
              scripts.write("new", "echo other >> log\n"),
              hook,
              StandardCopyOption.REPLACE_EXISTING);
      case "changed" -> scripts.write("hooks.d/hook", "echo changed >> log\n");
      case "made writable" -> mode(hook, "rwxrwxrwx");
      case "gone" -> Files.delete(hook);
      default -> scripts.write("hooks.d/more", "echo more >> log\n");
    }
    refuses(() -> writer.prepareForSnapshot(ScriptStage.CONTEXT, Set.of(), Copies.NONE));
    if (!how.equals("another one beside it")) {
      assertThat(ScriptStage.refused(writer, ScriptStage.token(), Duration.ofMinutes(1)).failure())
          .isEqualTo(Failure.WRITER_NON_RETRYABLE);
    }
    assertThat(stage.memory()).isEmptyDirectory();
  }

  @Test
  void what_changes_while_it_runs_does_not_hold() throws Exception {
    Path hook = scripts.write("hook", "touch \"$1\"; [ \"$1\" = thaw ] || chmod 700 hook\n");
    Writer writer = stage.prepared("contract", "qemu", "program", hook.toString());
    assertThat(ScriptStage.refused(writer, ScriptStage.token(), Duration.ofMinutes(1)).detail())
        .contains("has changed since");
    assertThat(scripts.is("thaw")).isTrue();
  }

  private void refuses(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WriterException.class,
            refused ->
                assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE));
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static Path copy(Path file, Path directory) throws IOException {
    return Files.copy(
        file, directory.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static Path link(Path link, Path target) throws IOException {
    return Files.createSymbolicLink(link, target);
  }
}
