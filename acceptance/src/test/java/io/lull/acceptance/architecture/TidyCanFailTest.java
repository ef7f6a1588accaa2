package io.lull.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows every check of {@link Tidy} what it must find, and what it must let pass. */
class TidyCanFailTest {

  @TempDir Path root;

  @Test
  void a_long_file_is_found() throws IOException {
    write("a/Long.java", "\n".repeat(401));
    write("a/Short.java", "\n".repeat(400));
    write("a/notes.md", "\n".repeat(401));
    assertThat(tidy().tooLong()).containsExactly("a/Long.java has 401 lines");
  }

  @Test
  void a_package_without_info_is_found() throws IOException {
    write("m/src/main/java/p/A.java", "");
    write("m/src/main/java/p/package-info.java", "");
    write("m/src/main/java/p/q/B.java", "");
    write("m/src/test/java/r/C.java", "");
    assertThat(tidy().packagesWithoutInfo())
        .containsExactly("m/src/main/java/p/q/ has no package-info.java");
  }

  @Test
  void a_broken_link_is_found() throws IOException {
    write("docs/there.md", "");
    write(
        "docs/page.md",
        """
        [fine](there.md) [fine](there.md#part "title") [fine](#here) [fine](https://x.test/y)
        ![gone](gone.png) [up](../up.md) `[code](nowhere.md)`
        ```
        [code](nowhere.md)
        ```
        [reference]: lost.md
        """);
    assertThat(tidy().brokenLinks())
        .containsExactly(
            "docs/page.md links to gone.png, which is not there",
            "docs/page.md links to ../up.md, which is not there",
            "docs/page.md links to lost.md, which is not there");
  }

  @Test
  void work_without_an_issue_is_found() throws IOException {
    String todo = "TO" + "DO";
    write("A.java", "// " + todo + ": later\n// " + todo + "(#12): later\n// FIX" + "ME\n");
    assertThat(tidy().todosWithoutIssue())
        .containsExactly("A.java:1: // " + todo + ": later", "A.java:3: // FIX" + "ME");
  }

  @Test
  void a_path_of_one_machine_is_found() throws IOException {
    String mine = "/wo" + "rk/lull";
    write("a.sh", "cd " + mine + "\ncurl https://x.test" + mine + "\ncat /ho" + "me/me/x\n");
    assertThat(tidy().machinePaths())
        .containsExactly("a.sh:1: cd " + mine, "a.sh:3: cat /ho" + "me/me/x");
  }

  @Test
  void a_sleeping_test_is_found() throws IOException {
    String sleep = "Thread.sle" + "ep(1);";
    write("m/src/test/java/ATest.java", sleep + "\nTimeUnit.SECONDS.sle" + "ep(1);\n");
    write("m/src/main/java/A.java", sleep);
    assertThat(tidy().sleepingTests()).hasSize(2).allMatch(found -> found.contains("ATest.java"));
  }

  @Test
  void what_is_not_ours_is_left_alone() throws IOException {
    write("m/target/Generated.java", "\n".repeat(401));
    write(".git/Odd.java", "\n".repeat(401));
    assertThat(tidy().tooLong()).isEmpty();
  }

  @Test
  void a_file_that_is_not_text_is_left_alone() throws IOException {
    Files.write(root.resolve("picture.png"), new byte[] {(byte) 0x89, (byte) 0xff, (byte) 0xc0});
    assertThat(tidy().machinePaths()).isEmpty();
  }

  private Tidy tidy() {
    return Tidy.of(root);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
