package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.lull.protocol.failure.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A guard's process, as its node sees it. */
final class GuardProcess {
  private static final int SAID_MAX = 2_000;

  /** A small heap, and no file that the JVM writes by itself. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx16m",
          "-Xss256k",
          "-XX:ReservedCodeCacheSize=8m",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          "-XX:+DisplayVMOutputToStderr",
          "-Xlog:disable",
          "-Xlog:all=off",
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final StringBuilder said = new StringBuilder();

  private GuardProcess(Process process) {
    this.process = process;
  }

  static GuardProcess start(GuardSettings settings) throws GuardException {
    ProcessBuilder builder =
        builder(
            GuardMain.class,
            List.of(
                settings.runDirectory().toString(), Long.toString(settings.silence().toMillis())));
    try {
      GuardProcess started = new GuardProcess(builder.start());
      Thread.ofPlatform().daemon().name("lull-guard-says").start(started::drain);
      return started;
    } catch (IOException failed) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE,
          "to start the guard of this host",
          failed.getMessage() + "; look whether there is memory for one more process");
    }
  }

  /** A small process of this program, with nothing else of it on its class path. */
  static ProcessBuilder builder(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-cp");
    command.add(
        Admission.program().stream().map(Path::toString).collect(joining(File.pathSeparator)));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    // Options that are meant for the node would make another process of this one.
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
        .forEach(builder.environment()::remove);
    // Threads that come and go would each leave a heap of the C library behind.
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    return builder;
  }

  InputStream in() {
    return process.getInputStream();
  }

  OutputStream out() {
    return process.getOutputStream();
  }

  /** Whether nothing of it can freeze anything any more. */
  boolean gone() {
    return !process.isAlive();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Lets it end by itself: it thaws what it holds, then goes. */
  void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // It has closed the other end.
    }
  }

  /** The end of what it printed, which is nothing unless it could not even start. */
  String said() {
    synchronized (said) {
      return said.toString().strip();
    }
  }

  private void drain() {
    byte[] some = new byte[512];
    try (InputStream errors = process.getErrorStream()) {
      for (int n = errors.read(some); n >= 0; n = errors.read(some)) {
        synchronized (said) {
          said.append(new String(some, 0, n, UTF_8));
          said.delete(0, Math.max(0, said.length() - SAID_MAX));
        }
      }
    } catch (IOException gone) {
      // Nothing more comes.
    }
  }
}
