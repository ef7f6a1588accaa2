package io.lull.kernel.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final int MANY = 50;

  /** Another process that is given ports, and has them until it is told to end. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws IOException {
      int first = Integer.parseInt(args[0]);
      for (int i = 0; i < MANY; i++) {
        System.out.println(Ports.free(first));
      }
      System.out.flush();
      var _ = System.in.read();
    }
  }

  @Test
  void a_port_is_given_once_and_can_be_listened_on() throws Exception {
    List<Integer> ports = IntStream.range(0, MANY).mapToObj(_ -> Ports.free()).toList();

    assertThat(ports).doesNotHaveDuplicates();
    int kernels = Ports.end(Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range")));
    assertThat(ports).allSatisfy(port -> assertThat(port).isLessThan(kernels));
    for (int port : ports) {
      new ServerSocket(port).close();
    }
  }

  @Test
  void two_processes_are_given_different_ports() throws Exception {
    int first = Ports.free();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = other.inputReader()) {
      List<Integer> theirs = said.lines().limit(MANY).map(Integer::valueOf).toList();
      List<Integer> ours = IntStream.range(0, MANY).mapToObj(_ -> Ports.free(first)).toList();

      assertThat(theirs).hasSize(MANY).doesNotContain(first).doesNotContainAnyElementsOf(ours);
    } finally {
      other.destroyForcibly();
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void none_is_one_that_the_kernel_gives_to_anybody() {
    assertThat(Ports.end("32768\t60999\n")).isEqualTo(32_768);
    assertThat(Ports.end("20000 60999")).isEqualTo(20_000);
    assertThat(Ports.end("1024 65535")).isEqualTo(32_768);
  }
}
