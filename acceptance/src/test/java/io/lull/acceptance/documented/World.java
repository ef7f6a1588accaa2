package io.lull.acceptance.documented;

import static io.lull.acceptance.documented.Documents.ROOT;

import io.lull.acceptance.program.Ran;
import io.lull.protocol.failure.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the documents talk of: a host {@code db1} with a PostgreSQL and directories below {@code
 * /srv}, its settings with the plan and the instance that the documents have, and sources that are
 * built.
 */
final class World implements AutoCloseable {
  private static final List<String> SIMULATED =
      List.of(
          "protocol",
          "kernel",
          "wire",
          "cluster-config",
          "writer-actor",
          "provider-actor",
          "coordinator-actor",
          "node",
          "acceptance");

  /** Words in capitals that a reader replaces. */
  private static final Pattern NAME = Pattern.compile("(?<![\\w\"'$/.=-])[A-Z]{2,}(?![\\w\"'=-])");

  /** How what stands for something is found here; what is printed is taken. */
  private static final Map<String, String> NAMES =
      Map.of(
          "MOUNT", "echo /srv",
          "SET", "lull sets | grep -o 'set-[^ ]*' | head -n 1",
          "SESSION", "lull streams | grep -o 'stream-[^ ]*' | head -n 1");

  /** What has happened before somebody types this. */
  private static final Map<String, String> BEFORE =
      Map.of(
          "fsfreeze --unfreeze MOUNT",
          "fsfreeze --freeze /srv",
          // One that could be put back and deleted.
          "lull restore SET --dry-run",
          "lull backup --writer db1/files",
          // What comes after the set is archived too, and its names must not be used again.
          "lull restore SET --to /tmp/look",
          "lull backup --writer db1/postgres\n"
              + "psql -q -h /tmp -U postgres -c 'CREATE TABLE later ()'",
          "lull pin SET --reason \"audit of 2026\"",
          "lull backup /srv/data",
          // One that takes its time, so that there is something to end.
          "lull abort SESSION",
          "setsid lull stream db1/shop --to /backup/slow --rate 4K > /dev/null 2>&1 &\n"
              + "until lull instances | grep -q DATABASES; do kill -0 $!; done");

  /** What has happened before the next is typed. */
  private static final Map<String, String> AFTER =
      Map.of(
          "lull stop-service db1/shop", "systemctl restart lull",
          "pg_verifybackup -n /srv/new", "systemctl stop postgresql");

  private final Machine machine;

  private World(Machine machine) {
    this.machine = machine;
  }

  static World make() throws Exception {
    Machine machine = Machine.start();
    try {
      World world = new World(machine);
      world.sources();
      world.applications();
      world.settings();
      return world;
    } catch (Exception | AssertionError failed) {
      machine.close();
      throw failed;
    }
  }

  /** The sources as they are after a build. */
  private void sources() throws IOException {
    StringBuilder lines = new StringBuilder("ln -s /usr/lib/lull/bin/lull /usr/bin/lull\n");
    lines.append("ln -s /usr/bin/lull lull\nmkdir -p /opt/admin\n");
    lines.append("cp -r ROOT/.mvn ROOT/sim ROOT/pom.xml .\n");
    for (String module : SIMULATED) {
      lines.append("mkdir -p MODULE/target\n".replace("MODULE", module));
      for (String part : List.of("pom.xml", "src", "target/classes", "target/test-classes")) {
        lines.append(
            "ln -s ROOT/MODULE/PART MODULE/PART\n".replace("PART", part).replace("MODULE", module));
      }
    }
    // Later than everything, so that nothing is built.
    lines.append("touch -d 'next week' protocol/target/sim.stamp acceptance/target/sim.stamp\n");
    does(lines.toString().replace("ROOT", ROOT.toString()));
    machine.file(
        Machine.SOURCES.resolve("acceptance/target/sim.classpath").toString(), classPath());
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void applications() throws IOException {
    does(
        """
        echo '127.0.0.1 localhost db1' > /etc/hosts
        mkdir -p /backup /mnt/shop /etc/prometheus /var/lib/lull
        cd /srv
        for volume in data shop orders files pg; do
          btrfs subvolume create $volume > /dev/null
          echo "of $volume" > $volume/file
        done
        mkdir archive pg/data
        chown postgres: archive pg/data
        runuser -u postgres -- initdb -D pg/data -U postgres -A trust --no-sync -E UTF8 --locale=C > /dev/null
        echo 'host all lull samehost scram-sha-256' > pg/data/pg_hba.conf
        echo 'local all postgres trust' >> pg/data/pg_hba.conf
        echo "unix_socket_directories = '/tmp'" >> pg/data/postgresql.conf
        """);
    does(
        "cat >> /srv/pg/data/postgresql.conf <<'END'\n"
            + Documents.block("docs/streaming.md", "archive_mode")
            + "END");
    machine.program("systemctl", "/usr/local/bin/systemctl");
    machine.file(
        "/usr/local/bin/restic", "#!/bin/sh\ntest \"$1\" = backup && tar -cf /dev/null \"$2\"\n");
    machine.file("/usr/local/bin/editor", "#!/bin/sh\ntest -w \"$1\"\n");
    does(
        "systemctl start postgresql\npsql -q -h /tmp -U postgres <<'END'\n"
            + Documents.block("docs/streaming.md", "CREATE ROLE")
            // To be streamed it needs less than its writer does.
            + "ALTER ROLE lull REPLICATION;\nEND");
    machine.file("/opt/lull/nightly.shadow", Documents.block("docs/shadow.md", "rem "));
  }

  /** Those that are shipped, and below them what the documents have. */
  private void settings() throws IOException {
    machine.file("/usr/local/sbin/store-set", "#!/bin/sh\ntest -d \"$LULL_COPY_0\"\n");
    machine.file("/usr/local/sbin/application", "#!/bin/sh\nexit 0\n");
    machine.file("/etc/lull/shop.password", "...\n");
    Path shipped = ROOT.resolve("node/src/main/dist/etc/lull.conf");
    machine.file(
        "/etc/lull/lull.conf",
        Files.readString(shipped)
            + """
            lull {
              node.host = db1
              host.announce-every = 200 ms
              writers {
                postgres { kind = postgres, password-file = "/etc/lull/shop.password", volumes = "/srv/pg" }
                files { kind = script, contract = qemu, program = "/usr/local/sbin/application"
                        volumes = "/srv/files", stops-writes = files }
                shop { kind = script, contract = qemu, program = "/usr/local/sbin/application"
                       volumes = "/srv/shop", stops-writes = files }
              }
              providers.snapshots { kind = btrfs }
            }
            """
            + Documents.block("docs/plans.md", "lull.plans {")
            + Documents.block("docs/operating.md", "lull.retention {")
            + Documents.block("docs/streaming.md", "lull.instances {"));
  }

  /** The service is enabled and started. */
  void startNode() throws IOException {
    does("systemctl start lull");
  }

  /** Somebody follows a document. */
  Ran types(String command) throws IOException {
    if (BEFORE.containsKey(command)) {
      does(BEFORE.get(command));
    }
    Ran ran = machine.types(named(command));
    if (AFTER.containsKey(command)) {
      does(AFTER.get(command));
    }
    return ran;
  }

  private String named(String command) throws IOException {
    StringBuilder named = new StringBuilder();
    Matcher name = NAME.matcher(command);
    while (name.find()) {
      String how = NAMES.get(name.group());
      if (how == null) {
        throw new AssertionError("expected to know what " + name.group() + " is in: " + command);
      }
      String here = does(how).out().strip();
      if (here.isEmpty()) {
        throw new AssertionError("expected a " + name.group() + ", but " + how + " finds none");
      }
      name.appendReplacement(named, Matcher.quoteReplacement(here));
    }
    return name.appendTail(named).toString();
  }

  private Ran does(String lines) throws IOException {
    return machine.types("set -eu\n" + lines).ends(ExitCode.COMPLETED);
  }

  /** Every command for which something is prepared or undone here. */
  static List<String> minded() {
    return Stream.concat(BEFORE.keySet().stream(), AFTER.keySet().stream()).toList();
  }

  @Override
  public void close() throws IOException {
    machine.close();
  }
}
