package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.ListeningManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NotifySocketTest {
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir Path directory;

  @Test
  void a_message_arrives_whole_at_a_socket_in_a_directory() throws IOException {
    arrives(directory.resolve("notify").toString());
  }

  @Test
  void a_message_arrives_whole_at_a_socket_that_is_in_no_directory() throws IOException {
    arrives("@lull-" + UUID.randomUUID());
  }

  private static void arrives(String name) throws IOException {
    try (ListeningManager manager = ListeningManager.at(name, 0);
        NotifySocket socket = NotifySocket.to(name)) {
      socket.tell("READY=1\nSTATUS=it is there – now");
      socket.tell("WATCHDOG=1");

      assertThat(manager.await(_ -> true)).isEqualTo(SELF + " READY=1|STATUS=it is there – now");
      assertThat(manager.await(_ -> true)).isEqualTo(SELF + " WATCHDOG=1");
    }
  }

  @Test
  void a_longest_name_is_taken_and_a_longer_one_is_not() throws IOException {
    arrives("@" + "n".repeat(107));
    assertThatThrownBy(() -> NotifySocket.to("@" + "n".repeat(108)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_manager_that_is_not_there_is_said() throws IOException {
    try (NotifySocket socket = NotifySocket.to(directory.resolve("nobody").toString())) {
      assertThatThrownBy(() -> socket.tell("READY=1"))
          .isInstanceOfSatisfying(
              SystemCallException.class, failed -> assertThat(failed.is(Errno.ENOENT)).isTrue());
    }
  }

  @Test
  void nobody_waits_for_a_manager_that_does_not_read() throws Exception {
    String name = directory.resolve("notify").toString();
    try (ListeningManager manager = ListeningManager.at(name, 0);
        NotifySocket socket = NotifySocket.to(name)) {
      socket.tell("BEGIN=1");
      String pid = manager.pid();
      new ProcessBuilder("kill", "-STOP", pid).start().waitFor();

      assertThatThrownBy(
              () -> {
                while (true) {
                  socket.tell("WATCHDOG=1");
                }
              })
          .isInstanceOfSatisfying(
              SystemCallException.class, full -> assertThat(full.is(Errno.EAGAIN)).isTrue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", "/", "run/notify", "vsock:2:1234"})
  void what_names_no_socket_of_this_machine_is_refused(String name) {
    assertThatThrownBy(() -> NotifySocket.to(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a socket");
  }
}
