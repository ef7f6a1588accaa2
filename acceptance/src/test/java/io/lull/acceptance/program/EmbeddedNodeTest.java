package io.lull.acceptance.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands where no node runs: one is started for them. */
class EmbeddedNodeTest {
  private static final int USUAL_PORT = 7357;
  private static final Pattern PRINTED = Pattern.compile("'(lull [^']+)'");

  /** Somebody else, who hangs up on everybody. */
  private static final String STRANGER =
      """
      chmod 755 . && cat > Stranger.java <<'END'
      import java.net.*;
      public class Stranger {
        public static void main(String[] args) throws Exception {
          var door = new ServerSocket(7357, 5, InetAddress.getLoopbackAddress());
          System.out.println("listening");
          while (true) door.accept().close();
        }
      }
      END
      exec setpriv --reuid=65534 --regid=65534 --clear-groups "$JAVA_HOME/bin/java" Stranger.java
      """;

  @TempDir Path directory;
  private Path data;
  private User user;

  @BeforeEach
  void begin() throws Exception {
    assertThat(isTaken(USUAL_PORT))
        .as("a node runs on this machine, which commands without one would find")
        .isFalse();
    user = new User(Installation.in(directory.resolve("lull")), directory);
    // In memory no file shares its blocks with another, so that every copy is gradual.
    data = Files.createTempDirectory(Path.of("/dev/shm"), "lull-embedded");
    Files.writeString(data.resolve("file"), "data");
  }

  @AfterEach
  void end() throws Exception {
    try {
      awaitNobody();
    } finally {
      user.close();
      ServerProcess.remove(data);
    }
  }

  private static boolean isTaken(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Whatever was started goes by itself. */
  private void awaitNobody() throws Exception {
    for (ProcessHandle left : user.processes()) {
      left.onExit().get(60, SECONDS);
    }
  }

  private Path state() {
    return directory.resolve("state/lull/embedded");
  }

  /** A backup that goes on until it is told something. */
  private Started waiting(String says) {
    Started backup =
        user.start(
            "backup",
            data.toString(),
            "--allow-fuzzy",
            "--exec",
            "sh",
            "-c",
            "echo '" + says + "'; read _");
    backup.await(says);
    return backup;
  }

  @Test
  void it_ends_with_its_command_and_keeps_what_it_has_made() throws Exception {
    Ran refused = user.lull("backup", data.toString()).ends(ExitCode.REFUSED);
    assertThat(refused.err()).contains("FUZZY", "nothing was frozen", "--allow-fuzzy");
    assertThat(user.processes()).isEmpty();

    Ran backup = user.lull("backup", data.toString(), "--allow-fuzzy").ends(ExitCode.BELOW_GRADE);
    assertThat(user.processes()).isEmpty();
    String place = backup.word(state().toRealPath() + "/copies/");
    assertThat(Path.of(place, "file")).hasContent("data");

    String set = backup.word("set-");
    assertThat(user.lull("sets").ends(ExitCode.COMPLETED).out()).contains(set, "FUZZY");
    assertThat(user.lull("cleanup", "--keep-last", "1", "--yes").ends(ExitCode.COMPLETED).out())
        .contains(set, "nothing to delete, 1 set stays");
    user.lull("delete", set, "--yes").ends(ExitCode.COMPLETED);
    assertThat(Path.of(place)).doesNotExist();
    assertThat(user.processes()).isEmpty();
  }

  /** What a command has said to type next, typed as it stands there. */
  private Ran asPrinted(Ran ran) {
    Matcher printed = PRINTED.matcher(ran.err());
    assertThat(printed.find()).as(ran.toString()).isTrue();
    try (Started next = user.shell(printed.group(1))) {
      return next.ran().ends(ExitCode.COMPLETED);
    }
  }

  @Test
  void what_a_failed_backup_tells_to_type_works_as_printed() {
    Ran refused = user.lull("backup", data.toString()).ends(ExitCode.REFUSED);
    Ran providers = asPrinted(refused);
    assertThat(providers.out()).contains("/copy ", "GRADUAL");
    assertThat(providers.err()).as("nobody looks at what is quietly done").isEmpty();

    Ran late =
        user.lull(
                "backup",
                data.toString(),
                "--allow-fuzzy",
                "--timeout",
                "60s",
                "--exec",
                "sleep",
                "600")
            .ends(ExitCode.ABORTED_BY_LIMIT);
    assertThat(asPrinted(late).out()).contains(late.word("s-"), "over");
    assertThat(user.processes()).isEmpty();
  }

  @Test
  void commands_that_look_make_nothing_where_there_is_nothing_to_look_at() throws Exception {
    Ran sessions = user.lull("sessions").ends(ExitCode.UNREACHABLE);

    assertThat(sessions.err().lines())
        .singleElement()
        .asString()
        .contains("journal in " + state().resolve("journal.db"), "neither", "lull backup");
    assertThat(state()).doesNotExist();
  }

  @Test
  void who_else_listens_where_a_node_usually_does_is_not_asked() throws Exception {
    try (Started stranger = user.shell(STRANGER)) {
      stranger.await("listening");
      Ran sessions = user.lull("sessions").ends(ExitCode.UNREACHABLE);
      assertThat(sessions.err().lines())
          .singleElement()
          .asString()
          .contains("user 65534 listens there");

      Ran backup = user.lull("backup", data.toString()).ends(ExitCode.REFUSED);
      assertThat(backup.err()).contains("user 65534 listens there", "starting one");
    }
  }

  @Test
  void a_second_command_uses_the_node_of_the_first_which_waits_for_it() {
    try (Started first = waiting("first");
        Started second = waiting("second")) {
      assertThat(user.nodes()).hasSize(1);

      first.say("");
      first.await("another command uses the node too");
      assertThat(user.nodes()).hasSize(1);

      second.say("");
      second.ran().ends(ExitCode.BELOW_GRADE);
      first.ran().ends(ExitCode.BELOW_GRADE);
    }
  }

  @Test
  void who_holds_a_node_that_does_not_answer_is_named() throws Exception {
    Files.createDirectories(state());
    Files.writeString(state().resolve("lock"), "4711\n");
    Files.createFile(state().resolve("journal.db"));
    try (FileChannel channel = FileChannel.open(state().resolve("lock"), StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Ran busy = user.lull("sets", "--timeout", "1s").ends(ExitCode.BUSY);
      assertThat(busy.err()).contains("process 4711 holds " + state().toRealPath().resolve("lock"));
    }
  }

  @Test
  void it_ends_also_when_its_command_is_killed_and_the_next_command_undoes_what_it_left()
      throws Exception {
    Started backup = waiting("the command runs");
    List<ProcessHandle> nodes = user.nodes();
    assertThat(nodes).hasSize(1);

    backup.kill();
    // At once: the journal may still be held by the node that is about to go.
    Ran sets = user.lull("sets").ends(ExitCode.COMPLETED);

    assertThat(nodes).noneMatch(ProcessHandle::isAlive);
    assertThat(sets.out()).contains("set-", "DELETED");
    assertThat(User.files(state().resolve("copies"))).isEmpty();
  }

  @Test
  void control_c_undoes_what_was_begun_before_the_node_goes() throws Exception {
    Started backup = waiting("the command runs");

    Ran ran = backup.interrupt().ran().ends(ExitCode.ABORTED);

    assertThat(ran.err()).contains("interrupted");
    awaitNobody();
    assertThat(User.files(state().resolve("copies"))).isEmpty();
    assertThat(user.lull("sets").ends(ExitCode.COMPLETED).out())
        .doesNotContain("CERTIFIED", "CREATING");
  }
}
