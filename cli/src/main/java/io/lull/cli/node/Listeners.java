package io.lull.cli.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Which users answer at an address of this machine, as the kernel says. */
final class Listeners {
  private static final Path V4 = Path.of("/proc/net/tcp");
  private static final Path V6 = Path.of("/proc/net/tcp6");
  private static final String LISTENS = "0A";
  private static final String CONNECTED = "01";
  private static final int HTTP = 80;

  private static final int LOCAL_FIELD = 1;
  private static final int STATE_FIELD = 3;
  private static final int USER_FIELD = 7;
  private static final int INODE_FIELD = 9;

  private Listeners() {}

  /**
   * One end of a connection, or of those to come.
   *
   * @param user whom it belongs to
   */
  record Socket(InetAddress local, boolean listens, long user) {}

  /** All users behind an address with a host of this machine; nobody if nobody listens there. */
  static Set<Long> at(URI uri) throws IOException {
    int port = uri.getPort() < 0 ? HTTP : uri.getPort();
    List<Socket> sockets = new ArrayList<>(read(V4, port));
    try {
      sockets.addAll(read(V6, port));
    } catch (NoSuchFileException without) {
      // A kernel without that version of the protocol.
    }
    Set<Long> users = new HashSet<>();
    for (InetAddress address : addresses(uri.getHost())) {
      users.addAll(at(address, sockets));
    }
    return users;
  }

  // Not asked for by name: what a name leads to is for others to say.
  private static List<InetAddress> addresses(String host) throws IOException {
    InetAddress old = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    byte[] last = new byte[16];
    last[15] = 1;
    InetAddress recent = InetAddress.getByAddress(last);
    return switch (host) {
      case "127.0.0.1" -> List.of(old);
      case "[::1]" -> List.of(recent);
      default -> List.of(old, recent);
    };
  }

  /**
   * Whoever has accepted a connection there counts as well as who listens now. Who listens at all
   * addresses gets only what nobody listens for at this one.
   */
  static Set<Long> at(InetAddress address, List<Socket> sockets) {
    List<Socket> there =
        new ArrayList<>(sockets.stream().filter(one -> one.local().equals(address)).toList());
    if (there.stream().noneMatch(Socket::listens)) {
      sockets.stream()
          .filter(one -> one.listens() && isForAll(one.local(), address))
          .forEach(there::add);
    }
    if (there.stream().noneMatch(Socket::listens)) {
      return Set.of();
    }
    Set<Long> users = new HashSet<>();
    there.forEach(one -> users.add(one.user()));
    return users;
  }

  /** The newer version may listen for the older one too, and never the other way. */
  private static boolean isForAll(InetAddress local, InetAddress address) {
    return local.isAnyLocalAddress() && local.getAddress().length >= address.getAddress().length;
  }

  private static List<Socket> read(Path table, int port) throws IOException {
    try (Stream<String> lines = Files.lines(table, US_ASCII)) {
      return parse(lines, port);
    }
  }

  /** The sockets at a port that somebody holds, of a table of the kernel. */
  static List<Socket> parse(Stream<String> lines, int port) throws IOException {
    String end = String.format(Locale.ROOT, ":%04X", port);
    List<Socket> sockets = new ArrayList<>();
    for (String line : lines.filter(line -> line.contains(end)).toList()) {
      String[] fields = line.strip().split("\\s+");
      boolean held = fields.length > INODE_FIELD && !fields[INODE_FIELD].equals("0");
      if (held && fields[LOCAL_FIELD].endsWith(end)) {
        boolean listens = fields[STATE_FIELD].equals(LISTENS);
        if (listens || fields[STATE_FIELD].equals(CONNECTED)) {
          String address = fields[LOCAL_FIELD].substring(0, fields[LOCAL_FIELD].indexOf(':'));
          sockets.add(new Socket(address(address), listens, Long.parseLong(fields[USER_FIELD])));
        }
      }
    }
    return sockets;
  }

  /** The kernel shows each four bytes as one number of this machine. */
  private static InetAddress address(String hex) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
    for (int at = 0; at < hex.length(); at += 8) {
      bytes.putInt(HexFormat.fromHexDigits(hex, at, at + 8));
    }
    return InetAddress.getByAddress(bytes.array());
  }
}
