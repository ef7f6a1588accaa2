package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lull.protocol.id.DatabaseId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cluster that PostgreSQL itself has backed up, restored by us, and looked at by PostgreSQL. */
class PostgresUnpackTest extends StreamScene {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  /** Makes archives as the source does: databases, the logs of the full backup, those after it. */
  private static final String MAKE =
      """
      set -eu
      cd "$2"
      export PATH="$1:$PATH"
      as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
      [ "$(id -u)" != 0 ] || chown postgres .
      as initdb -D data -U boss -A trust --no-sync >/dev/null
      as mkdir space base-space sockets archives
      as pg_ctl -D data -w -l log -o "-c unix_socket_directories=$2/sockets -c listen_addresses= \\
        -c fsync=off -c wal_keep_size=512MB" start >/dev/null
      sql() { as psql -h "$2/sockets" -U boss -qAtc "$1" postgres; }
      sql "create tablespace ts location '$2/space'" "$2"
      sql "create table t(x int, y text) tablespace ts" "$2"
      sql "insert into t select i, md5(i::text) from generate_series(1, 20000) i" "$2"
      as pg_basebackup -h "$2/sockets" -U boss -D base -X fetch -c fast -T "$2/space=$2/base-space"
      sql "update t set y = md5(y) where x % 3 = 0" "$2"
      sql "select pg_switch_wal()" "$2" >/dev/null
      sql "select md5(string_agg(x || y, '' order by x)) from t" "$2" > expected
      oid=$(ls base/pg_tblspc)
      start=$(grep -o '"Start-LSN": "[^"]*"' base/backup_manifest | cut -d'"' -f4)
      stop=$(grep -o '"End-LSN": "[^"]*"' base/backup_manifest | cut -d'"' -f4)
      segments=$(ls base/pg_wal | grep -E '^[0-9A-F]{24}$')
      last=$(echo "$segments" | tail -1)
      mkdir stage stage/.lull stage/pg_wal
      printf '{"timeline":1,"start":"%s","stop":"%s","version":150018,"gone":["base/gone"]}' \\
        "$start" "$stop" > stage/.lull/postgres.json
      cp -p base/backup_label stage/
      as sh -c 'echo zeros > base/base/gone'
      rm base/backup_manifest base/backup_label
      tar --format=pax -C base --exclude='pg_wal/0*' --exclude="pg_tblspc/$oid" \\
        -cf archives/database-cluster.tar $(ls base)
      tar --format=pax -h -C base -cf "archives/database-tablespace-$oid.tar" "pg_tblspc/$oid"
      for segment in $segments; do
        more=
        [ "$segment" != "$last" ] || more='backup_label .lull/postgres.json'
        cp -p "base/pg_wal/$segment" stage/pg_wal/
        tar --format=pax -C stage -cf "archives/full-$segment.tar" "pg_wal/$segment" $more
      done
      current=$(sql "select pg_walfile_name(pg_current_wal_lsn())" "$2")
      for segment in $(ls data/pg_wal | grep -E '^[0-9A-F]{24}$'); do
        if [[ "$segment" > "$last" && "$segment" < "$current" ]]; then
          tar --format=pax -C data -cf "archives/more-$segment.tar" "pg_wal/$segment"
        fi
      done
      as pg_ctl -D data -m fast stop >/dev/null
      """;

  private static final String LOOK =
      """
      set -eu
      cd "$2"
      export PATH="$1:$PATH"
      as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
      as pg_verifybackup "$3" >&2
      as pg_ctl -D "$3" -w -t 60 -l log2 -o "-c unix_socket_directories=$2/sockets \\
        -c listen_addresses= -c fsync=off" start >/dev/null || { cat log2 >&2; exit 1; }
      as psql -h "$2/sockets" -U boss -qAtc \\
        "select md5(string_agg(x || y, '' order by x)) from t" postgres
      as psql -h "$2/sockets" -U boss -qAtc "create table after(x int)" postgres
      as pg_ctl -D "$3" -m fast stop >/dev/null
      """;

  private static Optional<Path> binaries() throws IOException {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(VERSIONS)) {
      return all.map(version -> version.resolve("bin"))
          .filter(bin -> Files.exists(bin.resolve("pg_verifybackup")))
          .max(Comparator.naturalOrder());
    }
  }

  private static String run(String script, String... args) throws Exception {
    Path out = Files.createTempFile("lull", "out");
    Path err = Files.createTempFile("lull", "err");
    String[] command = new String[args.length + 4];
    command[0] = "bash";
    command[1] = "-c";
    command[2] = script;
    command[3] = "bash";
    System.arraycopy(args, 0, command, 4, args.length);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    String said = Files.readString(out, StandardCharsets.UTF_8).strip();
    Files.delete(out);
    Files.delete(err);
    return said;
  }

  /** The archives of logs whose names begin so, by the number of their segment. */
  private void addLogs(Path archives, String kind) throws IOException {
    try (Stream<Path> all = Files.list(archives)) {
      for (Path file : all.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(kind)) {
          String segment = name.substring(kind.length(), kind.length() + 24);
          long number =
              Long.parseLong(segment.substring(8, 16), 16) * 256
                  + Long.parseLong(segment.substring(16), 16);
          streams.logs.put(number, Files.readAllBytes(file));
        }
      }
    }
  }

  @Test
  void it_is_verified_and_recovers_to_the_end_of_the_last_backup() throws Exception {
    Path bin = binaries().orElse(null);
    boolean required = "required".equals(System.getProperty("lull.real"));
    assumeTrue(bin != null || required, "PostgreSQL (apt-get install postgresql)");
    for (Path path : new Path[] {directory}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path scratch = Files.createDirectory(directory.resolve("scratch"));
    run(MAKE, String.valueOf(bin), scratch.toString());
    streams.databases.clear();
    streams.logs.clear();
    try (Stream<Path> all = Files.list(scratch.resolve("archives"))) {
      for (Path file : all.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith("database-")) {
          streams.databases.put(
              new DatabaseId(name.substring(9, name.length() - 4)), Files.readAllBytes(file));
        }
      }
    }
    addLogs(scratch.resolve("archives"), "full-");
    streams.checkpoint = streams.logs.firstKey();
    streams.start();
    good(stream());
    addLogs(scratch.resolve("archives"), "more-");
    good(stream("--incremental", "--compress"));

    var typed = good(type("stream", "restore", "backups", "--to", "new"));

    assertThat(typed.out()).contains("new-tablespaces", "archive_mode is off");
    assertThat(directory.resolve("new/base/gone")).doesNotExist();
    String found =
        run(LOOK, String.valueOf(bin), scratch.toString(), directory.resolve("new").toString());
    assertThat(found).isEqualTo(Files.readString(scratch.resolve("expected")).strip());
  }
}
