package io.lull.writer.postgres;

import io.lull.protocol.failure.Failure;
import io.lull.writer.database.CopyFiles;
import io.lull.writer.database.Faults;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What stands around putting the files of a server back. */
final class Restore {
  /** How the server is to start on its restored files. */
  enum How {
    /** As it was at the cut. */
    CUT,
    /** On from the cut, by the archive of its own restore_command. */
    ARCHIVE,
    /** As a standby of another one. */
    STANDBY;

    /** From what a requester said; nothing means the cut. */
    static How of(String options) throws WriterException {
      String said = options.strip().toUpperCase(Locale.ROOT);
      if (said.isEmpty()) {
        return CUT;
      }
      for (How how : values()) {
        if (how.name().equals(said)) {
          return how;
        }
      }
      throw Faults.failed(
          Failure.INVALID_ARGUMENT,
          "cut, archive or standby as restore options of PostgreSQL",
          "got " + options);
    }
  }

  private Restore() {}

  /** Refuses to let files be put back under a server that runs. */
  static void serverIsStopped(PostgresSettings settings, Path data)
      throws IOException, WriterException {
    Optional<Long> pid = process(data.resolve("postmaster.pid"));
    if (pid.flatMap(ProcessHandle::of).isPresent()) {
      throw Faults.mend(
          "PostgreSQL to be stopped before its files are put back",
          "its process " + pid.get() + " runs; stop it");
    }
    settings.server().isStopped(settings.timeout());
  }

  /** Says by its presence how the server is to start. */
  static void sign(Path data, How how) throws IOException {
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    for (String name : List.of("recovery.signal", "standby.signal")) {
      Files.deleteIfExists(data.resolve(name));
    }
    NewTimeline.forget(data);
    switch (how) {
      case CUT -> {
        if (NewTimeline.isNeeded(data)) {
          NewTimeline.begin(data);
        }
      }
      case ARCHIVE -> CopyFiles.write(data, "recovery.signal", "");
      case STANDBY -> CopyFiles.write(data, "standby.signal", "");
    }
    CopyFiles.force(data);
  }

  private static Optional<Long> process(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String first = Files.readString(file).lines().findFirst().orElse("").strip();
    return first.matches("\\d{1,9}") ? Optional.of(Long.valueOf(first)) : Optional.empty();
  }
}
