package io.lull.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.node.Listeners.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final int PORT = 7357;

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  private static Socket listening(String at, long user) throws UnknownHostException {
    return new Socket(address(at), true, user);
  }

  private static Socket connected(String at, long user) throws UnknownHostException {
    return new Socket(address(at), false, user);
  }

  /** As the kernel of such a machine shows it. */
  private static String row(String address, String port, String state, int user, int inode) {
    String shown =
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
            ? address
            : address.replaceAll("(..)(..)(..)(..)", "$4$3$2$1");
    return "   0: %s:%s 00000000:0000 %s 00000000:00000000 00:00000000 00000000  %d 0 %d 1 0 10"
        .formatted(shown, port, state, user, inode);
  }

  @Test
  void a_table_of_the_kernel_is_read() throws IOException {
    Stream<String> lines =
        Stream.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
            row("0100007F", "1CBD", "0A", 998, 11),
            row("0100007F", "1CBD", "01", 998, 12),
            // Nobody has accepted this one, and the next is over.
            row("0100007F", "1CBD", "01", 0, 0),
            row("0100007F", "1CBD", "06", 0, 0),
            row("0100007F", "0050", "0A", 1000, 13),
            row("0000000000000000FFFF00000100007F", "1CBD", "0A", 999, 14),
            row("00000000000000000000000001000000", "1CBD", "0A", 1001, 15),
            "   1: 0100007F:1CBD cut");

    assertThat(Listeners.parse(lines, PORT))
        .containsExactly(
            listening("127.0.0.1", 998),
            connected("127.0.0.1", 998),
            listening("127.0.0.1", 999),
            listening("::1", 1001));
  }

  @Test
  void who_listens_everywhere_gets_what_nobody_listens_for() throws IOException {
    InetAddress here = address("127.0.0.1");
    List<Socket> old = List.of(listening("0.0.0.0", 1), listening("192.0.2.1", 2));
    assertThat(Listeners.at(here, old)).containsExactly(1L);
    assertThat(Listeners.at(here, List.of(listening("::", 3)))).containsExactly(3L);
    assertThat(Listeners.at(address("::1"), old)).isEmpty();
    assertThat(Listeners.at(here, List.of(listening("::", 3), listening("127.0.0.1", 4))))
        .containsExactly(4L);
  }

  @Test
  void who_has_taken_a_connection_counts_as_well_as_who_listens_now() throws IOException {
    InetAddress here = address("127.0.0.1");
    assertThat(Listeners.at(here, List.of(listening("127.0.0.1", 0), connected("127.0.0.1", 66))))
        .containsExactlyInAnyOrder(0L, 66L);
    assertThat(Listeners.at(here, List.of(connected("127.0.0.1", 66)))).isEmpty();
  }

  @Test
  void this_process_is_found_by_its_user() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Listeners.at(URI.create("http://localhost:" + socket.getLocalPort())))
          .containsExactly(Owned.self());
      assertThat(Listeners.at(URI.create("http://[::1]:" + socket.getLocalPort()))).isEmpty();
    }
  }
}
