package io.lull.benchmarks.system;

import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same backup as people write it: a shell script with psql and the btrfs command. */
record PostgresScript(TestPostgres server, Path volume, Path state) {
  private static final String SCRIPT =
      """
      set -eu
      coproc psql -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$1" -U boss postgres
      echo "SELECT 1;" >&"${COPROC[1]}"
      read -r -u "${COPROC[0]}"
      begun=$EPOCHREALTIME
      echo "SELECT pg_backup_start('script', true);" >&"${COPROC[1]}"
      read -r -u "${COPROC[0]}"
      held=$EPOCHREALTIME
      btrfs subvolume snapshot -r "$2" "$3" > "$4"
      echo "SELECT lsn FROM pg_backup_stop(false);" >&"${COPROC[1]}"
      read -r -u "${COPROC[0]}"
      ended=$EPOCHREALTIME
      echo $(( ${ended/./} - ${begun/./} )) $(( ${ended/./} - ${held/./} )) > "$4"
      """;

  /**
   * How long it took.
   *
   * @param whole from the request for backup mode to its end: a script has nobody who begins it
   *     before the window
   * @param held the same without the wait for its checkpoint
   */
  record Took(long whole, long held) {}

  Took run() throws IOException {
    Path copy = volume.resolveSibling("script");
    Path said = state.resolve("script.said");
    Commands.run(
        "env",
        "LC_ALL=C",
        "bash",
        "-c",
        SCRIPT,
        "script",
        Pgbench.port(server),
        volume.toString(),
        copy.toString(),
        said.toString());
    Commands.run("btrfs", "subvolume", "delete", copy.toString());
    String[] micros = Files.readString(said).strip().split(" ");
    return new Took(Long.parseLong(micros[0]) * 1000, Long.parseLong(micros[1]) * 1000);
  }
}
