package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.RestoreMethod;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Restores that only say what they would do. */
class RestoreDryRunTest extends RestoreScene {
  @Test
  void in_place_says_what_goes_where_and_what_is_there_and_touches_nothing() throws IOException {
    Files.createDirectories(live.resolve(".lull"));
    Files.writeString(live.resolve(".lull/kept"), "x".repeat(1000));

    Typed typed = restore("--dry-run");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("nothing was written", "of       a/shop#orders", "asks     a/shop")
        .containsPattern("a:" + live + " +" + live + " +4 B +21 B +" + copy);
    assertThat(restore("--dry-run", "-o", "json").out())
        .contains("\"writers\":[\"a/shop\"]", "\"bytes\":4,\"replaced\":21");
    assertThat(node.restore.verbs).isEmpty();
    isUntouched();
  }

  @Test
  void in_place_is_refused_while_a_file_is_open_and_says_who_has_it() throws IOException {
    try (FileChannel _ = FileChannel.open(live.resolve("orders"))) {
      Typed typed = restore("--dry-run");

      assertThat(typed.exit()).isEqualTo(13);
      assertThat(typed.out()).contains("a:" + live);
      assertThat(typed.err()).contains("has orders open");
    }
    isUntouched();
  }

  @Test
  void in_place_is_refused_beside_another_component_or_where_there_is_no_place()
      throws IOException {
    ComponentId mail = new ComponentId(new WriterId(FakeNode.HOST, "mail"), "boxes");
    add(mail, live, copy, RestoreMethod.STOP_RESTORE_START);

    Typed other = restore("--dry-run", "--component", "shop");
    assertThat(other.exit()).isEqualTo(13);
    assertThat(other.err()).contains("a/mail#boxes is there too");
    assertThat(restore("--dry-run", "--component", "shpo").exit()).isEqualTo(2);

    Path gone = directory.resolve("gone");
    Files.move(live, gone);
    Typed nowhere = restore("--dry-run");
    assertThat(nowhere.exit()).isEqualTo(13);
    assertThat(nowhere.err()).contains("expected the directory " + live);
    assertThat(node.restore.verbs).isEmpty();
  }

  @Test
  void to_makes_no_directory_and_is_refused_where_something_is() throws IOException {
    Typed typed = restore("--dry-run", "--to", "out");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains(directory.resolve("out") + live.toString(), "4 B");
    assertThat(typed.out()).doesNotContain("asks ");
    assertThat(directory.resolve("out")).doesNotExist();

    Files.createDirectory(directory.resolve("out"));
    Files.writeString(directory.resolve("out/mine"), "");
    Typed full = restore("--dry-run", "--to", "out");
    assertThat(full.exit()).isEqualTo(2);
    assertThat(full.err()).contains("a new or empty directory");
    assertThat(directory.resolve("out")).isDirectoryContaining("glob:**mine");
  }
}
