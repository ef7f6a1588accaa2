package io.lull.benchmarks.system;

import io.lull.wire.api.Ticket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * The least that could hand out a file with its sums: one thread that reads a piece, sums it up and
 * writes it to the socket, over and over. It knows no node, no ticket and no limit.
 */
final class BareServer implements AutoCloseable {
  // Small enough to be in the processor's own memory for all that is done with it.
  private static final int PIECE = 1 << 18;
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

  private final ServerSocketChannel door;

  private BareServer(ServerSocketChannel door) {
    this.door = door;
  }

  static BareServer of(Path file) throws IOException {
    BareServer server =
        new BareServer(
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    // It ends with its door.
    Thread.ofPlatform().name("bare-server").start(() -> server.serve(file));
    return server;
  }

  Ticket ticket() throws IOException {
    int port = ((InetSocketAddress) door.getLocalAddress()).getPort();
    return new Ticket("http://127.0.0.1:" + port, "none");
  }

  private void serve(Path file) {
    try {
      while (true) {
        try (SocketChannel reader = door.accept();
            FileChannel in = FileChannel.open(file)) {
          // All that a reader says comes at once on a quiet machine, and nothing of it matters.
          reader.read(ByteBuffer.allocate(PIECE));
          write(reader, ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.US_ASCII)));
          send(in, reader);
        }
      }
    } catch (AsynchronousCloseException over) {
      // By whoever measured.
    } catch (IOException | NoSuchAlgorithmException failed) {
      throw new IllegalStateException("the bare server", failed);
    }
  }

  private static void send(FileChannel in, SocketChannel reader)
      throws IOException, NoSuchAlgorithmException {
    reader.setOption(StandardSocketOptions.TCP_NODELAY, true);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    CRC32C sum = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    byte[] bytes = new byte[PIECE];
    while (in.read(piece.clear()) > 0) {
      piece.flip().get(0, bytes, 0, piece.limit());
      digest.update(bytes, 0, piece.limit());
      sum.reset();
      sum.update(piece.duplicate());
      write(reader, head(piece.limit()).putInt((int) sum.getValue()).flip(), piece);
    }
    write(reader, head(0).put(digest.digest()).flip());
  }

  /** What stands before each piece; before the digest, at the end, there is no sum. */
  private static ByteBuffer head(int length) {
    return ByteBuffer.allocate(64).putInt(length);
  }

  private static void write(SocketChannel reader, ByteBuffer... parts) throws IOException {
    while (parts[parts.length - 1].hasRemaining()) {
      reader.write(parts);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
