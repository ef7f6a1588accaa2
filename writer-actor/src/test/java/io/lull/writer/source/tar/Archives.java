package io.lull.writer.source.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.test.Real;
import io.lull.writer.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Reads archives as a client does, and has programs that others wrote look at them. */
public final class Archives {
  private static final String LIST =
      """
      import hashlib, sys, tarfile
      def h(text): return text.encode("utf-8", "surrogateescape").hex()
      with tarfile.open(sys.argv[1], "r:", encoding="utf-8", errors="surrogateescape") as tar:
        for one in tar:
          bytes = tar.extractfile(one).read() if one.isreg() and one.size < 1e8 else b""
          print(h(one.name), one.type.decode(), oct(one.mode)[2:], one.uid, one.gid,
                round(one.mtime * 1000), one.size, h(one.linkname) or "-",
                hashlib.sha256(bytes).hexdigest())
      """;

  private Archives() {}

  /** All of it, in pieces of any length. */
  public static byte[] bytes(SourceFile file, Random random) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < file.size()) {
      int length = 1 + random.nextInt(1 << (1 + random.nextInt(20)));
      ByteBuffer some =
          random.nextBoolean() ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
      file.read(all.size(), some);
      byte[] read = new byte[some.flip().remaining()];
      some.get(read);
      all.writeBytes(read);
    }
    return all.toByteArray();
  }

  /** All of it in a file, block for block. */
  public static void write(SourceFile file, Path to) throws Exception {
    try (OutputStream out = Files.newOutputStream(to)) {
      ByteBuffer block = ByteBuffer.allocate(1 << 20);
      for (long at = 0; at < file.size(); at += block.limit()) {
        file.read(at, block.clear());
        out.write(block.array(), 0, block.flip().limit());
      }
    }
  }

  /** What python3 finds in an archive, a line for an entry. */
  public static List<String> listed(Path archive) throws Exception {
    Real.need("python3", Files.isExecutable(Path.of("/usr/bin/python3")));
    return run(List.of("/usr/bin/python3", "-c", LIST, archive.toString())).lines().toList();
  }

  /** Has GNU tar do something with an archive. */
  public static String tar(String... arguments) throws Exception {
    Real.need("GNU tar", Files.isExecutable(Path.of("/usr/bin/tar")));
    List<String> command = new ArrayList<>(List.of("/usr/bin/tar"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("expected " + command.getFirst() + " to succeed, but: " + said);
    }
    return said;
  }
}
