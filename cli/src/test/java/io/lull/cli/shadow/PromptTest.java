package io.lull.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.HeldCreation;
import io.lull.cli.Main;
import io.lull.protocol.id.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program at a pseudo-terminal, with somebody who types. */
class PromptTest {
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String CTRL_P = "\u0010";

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  // One thread writes to it, and another one reads.
  @SuppressWarnings("JdkObsolete")
  private final StringBuffer screen = new StringBuffer();

  private Process process;
  private OutputStream keys;

  @BeforeEach
  void begin() throws IOException {
    boolean there = Files.isExecutable(Path.of("/usr/bin/script"));
    if ("required".equals(System.getProperty("lull.real"))) {
      Assertions.assertTrue(there, "expected the command script, because nothing may be skipped");
    }
    Assumptions.assumeTrue(there, "skipped, because it needs the command script");
    node.places.put(new Volume(FakeNode.HOST, "/data"), "/copies/data");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        String.join(
            " ",
            // Whoever runs this test in the background ignores what Ctrl-C sends, and that is
            // inherited.
            "exec env --default-signal=INT",
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            "'" + System.getProperty("java.class.path") + "'",
            Main.class.getName(),
            "--node",
            node.url(),
            "shadow");
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/script", "-q", "-e", "-c", command, "/dev/null")
            .redirectErrorStream(true)
            .directory(directory.toFile());
    builder.environment().put("XDG_STATE_HOME", directory + "/state");
    builder.environment().put("TERM", "xterm");
    builder.environment().put("SHELL", "/bin/sh");
    process = builder.start();
    keys = process.getOutputStream();
    Thread.ofPlatform().daemon().start(this::read);
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    node.close();
  }

  private void read() {
    byte[] buffer = new byte[1024];
    try (InputStream in = process.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        screen.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
      }
    } catch (IOException ended) {
      screen.append("ended");
    }
  }

  private void type(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private void await(String what, BooleanSupplier there) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!there.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || !process.isAlive()) {
        throw new AssertionError("expected " + what + ", but the screen shows:\n" + screen);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Waits for a text behind what has been looked at before. */
  private int see(String text, int from) {
    await(text, () -> screen.indexOf(text, from) >= 0);
    return screen.indexOf(text, from) + text.length();
  }

  private int exit() throws Exception {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(screen.toString()).isTrue();
    return process.exitValue();
  }

  @Test
  void somebody_types_errs_goes_on_and_leaves_nothing_open() throws Exception {
    int at = see("lull shadow> ", 0);
    type("help create\r");
    at = see("freeze, copy, thaw", at);
    at = see("lull shadow> ", at);
    // The line before comes again.
    type(CTRL_P + "\r");
    at = see("freeze, copy, thaw", at);
    type("crate\r");
    at = see("expected a verb, but got 'crate'", at);
    at = see("lull shadow> ", at);
    type("set context nonsense" + CTRL_C);
    at = see("lull shadow> ", at);
    type("begin backup\radd volume /data alias data\rexec echo secret-word\rcreate\r");
    at = see("grade ", at);
    type("exec echo place is %LULL_COPY_0%\r");
    at = see("place is /copies/data", at);
    see("lull shadow> ", at);
    type(CTRL_D);

    assertThat(exit()).as(screen.toString()).isZero();
    assertThat(screen).contains("the backup was not ended, so that it is aborted");
    assertThat(node.called()).endsWith("DoSnapshotSet", "AbortBackup", "Release");
    Path history = directory.resolve("state/lull/shadow-history");
    assertThat(Files.readString(history)).contains("create", "crate").doesNotContain("secret-word");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
  }

  @Test
  void ctrl_c_during_a_creation_aborts_it_and_the_shell_goes_on() throws Exception {
    HeldCreation creation = new HeldCreation(node);
    int at = see("lull shadow> ", 0);
    type("add volume /data\rcreate\r");
    await("DoSnapshotSet", () -> creation.asked.getCount() == 0);

    type(CTRL_C);
    await("an abort", () -> creation.undoing.getCount() == 0);
    creation.goOn();
    at = see("the backup was interrupted and is undone", at);
    assertThat(node.called()).contains("AbortBackup").endsWith("Release");
    at = see("lull shadow> ", at);
    type("help create\r");
    see("freeze, copy, thaw", at);
    type("exit\r");
    assertThat(exit()).isZero();
  }
}
