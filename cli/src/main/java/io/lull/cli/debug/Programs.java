package io.lull.cli.debug;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What other programs of this machine say; none of them is waited for longer than a while. */
final class Programs {
  // What says more is not read to its end by anybody.
  private static final int MOST = 8 << 20;
  private static final Duration DRAINED = Duration.ofSeconds(2);

  private final Duration limit;
  private final Optional<Path> home;

  /**
   * @param home where Lull is installed, if this program was started by its launcher
   */
  Programs(Duration limit, Optional<Path> home) {
    this.limit = limit;
    this.home = home;
  }

  /** What another command of ours says. */
  String lull(String... args) throws IOException {
    Path launcher =
        home.orElseThrow(
                () ->
                    failed(
                        "expected to run 'lull " + String.join(" ", args) + "'",
                        "this program was not started by its launcher"))
            .resolve("bin")
            .resolve("lull");
    return said(Stream.concat(Stream.of(launcher.toString()), Stream.of(args)).toList(), true);
  }

  /** What a program of the system says, if it succeeds. */
  String said(String... command) throws IOException {
    return said(List.of(command), false);
  }

  private String said(List<String> command, boolean mayFail) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), all));
    String expected = "expected '" + String.join(" ", command) + "' to end well";
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed(expected, "it took longer than " + limit.toSeconds() + " s");
      }
      boolean read = reader.join(DRAINED);
      String text = all.toString(UTF_8);
      if (process.exitValue() != 0 && (!mayFail || text.isBlank())) {
        throw failed(expected, "it ended with " + process.exitValue() + ": " + text.strip());
      }
      return text + "\n(exit " + process.exitValue() + (read ? "" : ", cut") + ")\n";
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      throw failed(expected, "this command was told to end");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void read(InputStream in, ByteArrayOutputStream all) {
    try (in) {
      byte[] buffer = new byte[1 << 14];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        all.write(buffer, 0, Math.min(read, MOST - Math.min(MOST, all.size())));
      }
    } catch (IOException ended) {
      // It is gone; what it has said is there.
    }
  }

  private static Trouble failed(String expected, String but) {
    return Trouble.of(ExitCode.FAILED, expected + ", but " + but, "");
  }
}
