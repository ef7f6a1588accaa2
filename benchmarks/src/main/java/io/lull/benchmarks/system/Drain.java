package io.lull.benchmarks.system;

import io.lull.wire.api.Ticket;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.CRC32C;

/** Another process that fetches files, checks every sum and the digest, and keeps nothing. */
final class Drain implements AutoCloseable {
  private static final int BLOCK = 1 << 20;
  private static final int BLOCKS = 6;
  private static final int SHA256 = 32;

  private final Process process;
  private final BufferedReader said;

  private Drain(Process process) {
    this.process = process;
    this.said = process.inputReader();
  }

  static Drain start() throws IOException {
    return new Drain(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-XX:-UsePerfData",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Bench.class.getName(),
                    "drain"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Fetches a file from its first to its last byte; how long it took, in nanoseconds. */
  long fetch(Ticket ticket) throws IOException {
    var out = process.outputWriter();
    out.write(ticket.address() + " " + ticket.token() + "\n");
    out.flush();
    String took = said.readLine();
    if (took == null) {
      throw new IOException("expected a file to be fetched, but whoever fetches it has ended");
    }
    return Long.parseLong(took);
  }

  /** What it has used of all processors, in nanoseconds. */
  long cpu() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  @Override
  public void close() throws IOException {
    // It ends with its input.
    process.getOutputStream().close();
    process.onExit().join();
  }

  /** The other process itself. */
  static void main() throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] asked = line.split(" ", 2);
        long begun = System.nanoTime();
        checked(asked[0], asked[1]);
        out.println(System.nanoTime() - begun);
      }
    }
  }

  /** Some bytes on their way from one thread to the other; none at the end. */
  private static final class Piece {
    private final byte[] bytes;
    private final int length;

    private Piece(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }

  private static void checked(String address, String token) throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address + "/v1/data?offset=0").toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + token);
    BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new byte[BLOCK]);
    }
    BlockingQueue<Piece> full = new ArrayBlockingQueue<>(BLOCKS + 1);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Thread digesting = Thread.ofPlatform().daemon().start(() -> digest(digest, full, free));
    try (DataInputStream in = new DataInputStream(connection.getInputStream())) {
      for (int length = in.readInt(); length != 0; length = in.readInt()) {
        if (length < 0 || length > BLOCK) {
          throw new IOException("expected a block, but got a frame of " + length);
        }
        int sum = in.readInt();
        byte[] bytes = free.take();
        in.readFully(bytes, 0, length);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        demand((int) crc.getValue() == sum, "block");
        full.put(new Piece(bytes, length));
      }
      full.put(new Piece(new byte[0], 0));
      digesting.join();
      demand(MessageDigest.isEqual(in.readNBytes(SHA256), digest.digest()), "file");
    } finally {
      connection.disconnect();
    }
  }

  private static void digest(
      MessageDigest digest, BlockingQueue<Piece> full, BlockingQueue<byte[]> free) {
    try {
      for (Piece piece = full.take(); piece.length > 0; piece = full.take()) {
        digest.update(piece.bytes, 0, piece.length);
        free.put(piece.bytes);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void demand(boolean right, String what) throws IOException {
    if (!right) {
      throw new IOException("expected a " + what + " as it was sent, but its sum is another one");
    }
  }
}
