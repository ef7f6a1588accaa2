package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.RestoreMethod;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Files of a set, taken out into a directory. */
class RestoreToTest extends RestoreScene {
  @Test
  void to_takes_it_out_and_asks_no_writer() throws IOException {
    Files.createSymbolicLink(copy.resolve("link"), Path.of("/etc/shadow"));

    Typed typed = restore("--to", "out");

    assertThat(typed.exit()).as(typed.err()).isZero();
    Path out = directory.resolve("out").resolve(live.toString().substring(1));
    assertThat(out.resolve("orders")).hasContent("good");
    assertThat(Files.readSymbolicLink(out.resolve("link"))).isEqualTo(Path.of("/etc/shadow"));
    assertThat(typed.out()).contains("data     a:" + live + " in " + out);
    assertThat(node.restore.verbs).isEmpty();
    isUntouched();
  }

  @Test
  void to_a_link_of_an_outer_copy_leads_nowhere() throws IOException {
    Path outside = Files.createDirectories(directory.resolve("outside/mail"));
    Files.writeString(outside.resolve("kept"), "mine");
    Files.createSymbolicLink(copy.resolve("sub"), directory.resolve("outside"));
    add(
        new ComponentId(new WriterId(FakeNode.HOST, "mail"), "boxes"),
        live.resolve("sub/mail"),
        copy,
        RestoreMethod.STOP_RESTORE_START);

    Typed typed = restore("--to", "out");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(outside.resolve("kept")).hasContent("mine");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void to_a_directory_with_something_in_it_is_refused() throws IOException {
    Files.createDirectory(directory.resolve("out"));
    Files.writeString(directory.resolve("out/mine"), "");

    Typed typed = restore("--to", "out");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("expected a new or empty directory after --to");
    assertThat(typed.err().lines()).hasSize(1);
    assertThat(directory.resolve("out")).isDirectoryContaining("glob:**mine");
  }

  @Test
  void to_where_a_restore_was_killed_removes_what_that_had_copied() throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    Path left = Files.createDirectory(out.resolve(".lull-restore"));
    Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(Files.createDirectories(left.resolve("new/srv")).resolve("half"), "of it");

    Typed typed = restore("--to", "out");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(out.resolve(live.toString().substring(1)).resolve("orders")).hasContent("good");
    assertThat(left).doesNotExist();
    assertThat(out.resolve("srv")).doesNotExist();
  }

  @Test
  void to_where_another_restore_is_at_work_is_refused() throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    Path left = Files.createDirectory(out.resolve(".lull-restore"));
    Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwx------"));
    try (FileChannel lock =
        FileChannel.open(
            left.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(lock.tryLock()).isNotNull();

      Typed typed = restore("--to", "out");

      assertThat(typed.exit()).isEqualTo(1);
      assertThat(typed.err()).contains("another restore is at work there");
    }
    assertThat(left).isDirectory();
  }
}
