package io.lull.writer.guard;

import io.lull.kernel.test.Real;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A run directory in memory, and the guard that keeps its notes there. */
final class Scene implements AutoCloseable {
  static final WriterId WRITER = new WriterId(new HostId("host"), "files");

  private final RunDirectory run;
  private Optional<Guard> guard = Optional.empty();

  private Scene(RunDirectory run) {
    this.run = run;
  }

  static Scene make() throws IOException {
    Real.needRoot();
    Real.needCommand("kill");
    Real.needCommand("ps");
    return new Scene(RunDirectory.make());
  }

  Path runDirectory() {
    return run.path();
  }

  /** Has beats that are quick enough for tests, and patience enough for a busy machine. */
  GuardSettings settings() {
    return new GuardSettings(run.path(), Duration.ofMillis(100), Duration.ofSeconds(2));
  }

  Guard guard() throws GuardException, InterruptedException {
    if (guard.isEmpty()) {
      guard = Optional.of(Guard.start(settings()));
    }
    return guard.get();
  }

  HoldToken token() {
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    return new HoldToken(HexFormat.of().formatHex(random));
  }

  HoldNote note(Path mount) throws GuardException {
    return new HoldNote(token(), new SetId("set"), WRITER, FileSystem.identify(mount.toString()));
  }

  HoldFiles files() {
    return HoldFiles.in(run.path());
  }

  List<HoldNote> holdFiles() throws IOException {
    return files().all().stream().map(HoldFile::note).toList();
  }

  /** How many hold files there are. */
  int holds() {
    try {
      return files().all().size();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("expected " + what + " within a minute");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    if (guard.isPresent()) {
      guard.get().life().kill();
      await("a guard to go", () -> guard.get().life().gone());
    }
    run.close();
  }
}
