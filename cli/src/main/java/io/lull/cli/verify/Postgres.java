package io.lull.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.cli.verify.Toolbox.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on the copy, alone: it recovers, it is asked by its own tool, and it is stopped.
 *
 * <p>Nothing of the settings that came with the data is read. They say where the running server is
 * archived to and followed from, and which libraries begin to work as soon as it starts.
 */
final class Postgres implements Engine {
  private static final String VERSION = "PG_VERSION";
  private static final Pattern MAJOR = Pattern.compile("(9\\.\\d|\\d{2})\\s*");
  private static final Pattern START =
      Pattern.compile(
          "(?m)^(?:START WAL LOCATION|Latest checkpoint's REDO location):\\s+"
              + "([0-9A-F]{1,8}/[0-9A-F]{1,8})\\b");
  private static final Pattern TIMELINE =
      Pattern.compile("(?m)^(?:START TIMELINE|Latest checkpoint's TimeLineID):\\s+(\\d{1,9})$");
  private static final List<String> HOMES =
      List.of("/usr/lib/postgresql/%s/bin", "/usr/pgsql-%s/bin", "/usr/lib64/pgsql/bin");
  private static final Server.Signals SIGNALS = new Server.Signals("INT", "QUIT", "QUIT");

  /** What only a running server, or one that goes on from it, has. */
  private static final List<String> NOT_OF_A_COPY =
      List.of(
          "postmaster.pid",
          "postmaster.opts",
          "standby.signal",
          "recovery.signal",
          "postgresql.auto.conf",
          // Recovery would turn the links to tablespaces back to where those lay.
          "tablespace_map");

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public boolean owns(Path directory) {
    return isFile(directory.resolve("global/pg_control"))
        || (isFile(directory.resolve(VERSION)) && Files.isDirectory(directory.resolve("pg_wal")));
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public void examine(Path at, Examination examination, Optional<Question> question) {
    new OnCopy(at, examination).examine(question);
  }

  private static final class OnCopy extends ServerOnCopy {
    private final String role = "lull_" + UUID.randomUUID().toString().replace("-", "");
    private String bin = "";
    private Path run = Path.of("");
    private boolean amcheck;

    OnCopy(Path data, Examination examination) {
      super(data, examination);
    }

    @Override
    void start() throws IOException, DamageException, NotCheckedException {
      bin = home(major());
      owner = examination.admitted(data);
      if (owner.user() == 0) {
        throw new NotCheckedException("its data belongs to root, as whom PostgreSQL never runs");
      }
      examination.links().confine(data);
      for (String name : NOT_OF_A_COPY) {
        Files.deleteIfExists(data.resolve(name));
      }
      run = tools.scratch().server(owner);
      write("postgresql.conf", "");
      write("pg_ident.conf", "");
      write("pg_hba.conf", "local all " + role + " trust\n");
      Path first = write("role", "CREATE ROLE " + role + " SUPERUSER LOGIN\n");
      List<String> settings = settings();
      Said said = tools.run(owner, first.toFile(), command(settings, "--single", "template1"));
      if (said.status() != 0) {
        throw new DamageException("it does not recover: " + said.complaint());
      }
      List<String> more = new ArrayList<>(settings);
      more.add("unix_socket_directories=" + run);
      server = Optional.of(tools.serve(owner, SIGNALS, command(more)));
      server.get().await(() -> sql("template1", "SELECT 1").status() == 0);
      String has = "SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'";
      amcheck =
          Files.isExecutable(Path.of(program("pg_amcheck")))
              && sql("template1", has).out().strip().equals("1");
    }

    private String major() throws IOException, DamageException {
      Path file = data.resolve(VERSION);
      Matcher major = MAJOR.matcher(isFile(file) ? Toolbox.read(file) : "");
      if (!major.matches()) {
        throw new DamageException("expected its version in " + VERSION + ", but it is not there");
      }
      return major.group(1);
    }

    /** Where the programs are that know these files, and no others do. */
    private String home(String major) throws IOException, NotCheckedException {
      List<Path> homes = new ArrayList<>();
      HOMES.forEach(home -> homes.add(Path.of(home.formatted(major))));
      tools
          .find("postgres")
          .map(Path::of)
          .map(Path::getParent)
          .filter(parent -> parent != null)
          .ifPresent(homes::add);
      Pattern fits = Pattern.compile("(?s).*\\) " + Pattern.quote(major) + "\\D.*");
      for (Path home : homes) {
        Path program = home.resolve("postgres");
        if (Files.isExecutable(program)
            && fits.matcher(tools.run(Owner.own(), program.toString(), "--version").out())
                .matches()) {
          return home.toString();
        }
      }
      throw new NotCheckedException("PostgreSQL " + major + ": not installed here");
    }

    private String program(String name) {
      return bin + "/" + name;
    }

    private Path write(String name, String text) throws IOException {
      Path file = run.resolve(name);
      Files.write(file, text.getBytes(UTF_8));
      owner.giveTo(file);
      return file;
    }

    /** Nobody but us is heard, nobody else is told anything, and nothing is done by itself. */
    private List<String> settings() throws IOException, DamageException, NotCheckedException {
      List<String> settings =
          new ArrayList<>(
              List.of(
                  "config_file=" + run.resolve("postgresql.conf"),
                  "hba_file=" + run.resolve("pg_hba.conf"),
                  "ident_file=" + run.resolve("pg_ident.conf"),
                  "listen_addresses=",
                  "archive_mode=off",
                  "max_logical_replication_workers=0",
                  "max_wal_senders=0",
                  "autovacuum=off",
                  "logging_collector=off",
                  "restart_after_crash=off",
                  // It is gone before the machine could lose its power.
                  "fsync=off"));
      Said said = tools.run(owner, program("pg_controldata"), "-D", data.toString());
      if (said.status() != 0) {
        throw new DamageException("it does not say how it was run: " + said.complaint());
      }
      demandNoNewTablespace(said.out());
      settings.add("max_prepared_transactions=" + number(said.out(), "max_prepared_xacts", 0));
      settings.add("max_locks_per_transaction=" + number(said.out(), "max_locks_per_xact", 64));
      return settings;
    }

    /** What recovery does again for a new tablespace it does where that lay. */
    private void demandNoNewTablespace(String said) throws IOException, NotCheckedException {
      Path file = data.resolve("backup_label");
      String label = isFile(file) ? Toolbox.read(file) : said;
      Matcher start = START.matcher(label);
      Matcher timeline = TIMELINE.matcher(label);
      if (!start.find() || !timeline.find()) {
        throw new NotCheckedException("it does not say from where on it would recover");
      }
      String program = program("pg_waldump");
      if (!Files.isExecutable(Path.of(program))) {
        throw new NotCheckedException(program + ": not installed here");
      }
      Said log =
          tools.run(
              owner,
              program,
              "--path=" + data.resolve("pg_wal"),
              "--timeline=" + timeline.group(1),
              "--start=" + start.group(1),
              "--rmgr=Tablespace");
      if (log.out().contains("CREATE")) {
        throw new NotCheckedException(
            "recovery would make a tablespace where it lay; check a set that is made after the"
                + " server's next checkpoint");
      }
    }

    private static int number(String said, String name, int usual) {
      Matcher found = Pattern.compile("(?m)^" + name + " setting:\\s+(\\d{1,9})$").matcher(said);
      return found.find() ? Math.max(usual, Integer.parseInt(found.group(1))) : usual;
    }

    private List<String> command(List<String> settings, String... mode) {
      List<String> command = new ArrayList<>(List.of(program("postgres")));
      if (mode.length > 0) {
        command.add(mode[0]);
      }
      command.addAll(List.of("-D", data.toString()));
      settings.forEach(setting -> command.addAll(List.of("-c", setting)));
      if (mode.length > 1) {
        command.add(mode[1]);
      }
      return command;
    }

    private Said sql(String database, String sql, String... options) throws IOException {
      List<String> command =
          new ArrayList<>(List.of(program("psql"), "-X", "-w", "-A", "-t", "-F", "\t"));
      command.addAll(List.of("-v", "ON_ERROR_STOP=1", "-h", run.toString(), "-U", role));
      command.addAll(List.of(options));
      command.addAll(List.of("-d", database, "-c", sql));
      return tools.run(owner, command.toArray(String[]::new));
    }

    @Override
    String check() {
      return amcheck ? "pg_amcheck --all" : "pg_dumpall";
    }

    @Override
    void verify() throws IOException, DamageException {
      Said said =
          amcheck
              ? tools.run(
                  owner,
                  program("pg_amcheck"),
                  "--all",
                  "--install-missing",
                  "--no-password",
                  "--maintenance-db=template1",
                  "-h",
                  run.toString(),
                  "-U",
                  role)
              : tools.run(
                  owner,
                  program("pg_dumpall"),
                  "--file=/dev/null",
                  "--no-sync",
                  "--no-password",
                  "--database=template1",
                  "-h",
                  run.toString(),
                  "-U",
                  role);
      if (said.status() != 0) {
        server.orElseThrow().demandAlive();
        // What it finds is on one of the two, and the rest of it on the line behind that.
        String found = said.out().isBlank() ? said.complaint() : said.out().strip();
        throw new DamageException(found.lines().limit(2).reduce((a, b) -> a + b).orElse(found));
      }
    }

    @Override
    Said answer(Question question) throws IOException {
      return sql(question.database().orElse("postgres"), question.sql());
    }
  }
}
