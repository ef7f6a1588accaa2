package io.lull.cli.verify;

import io.lull.cli.verify.Toolbox.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server on the copy, alone: it recovers, it is asked by its own tool, and it is stopped. */
final class Mariadb implements Engine {
  private static final Server.Signals SIGNALS = new Server.Signals("TERM", "TERM", "KILL");
  private static final Pattern WRONG = Pattern.compile("(?i)^error\\s*:.*");

  @Override
  public String kind() {
    return "mariadb";
  }

  @Override
  public boolean owns(Path directory) {
    return Files.exists(directory.resolve("aria_log_control"))
        || (isServer(directory) && !Files.exists(directory.resolve("mysql.ibd")));
  }

  /** Whether it is of one of the servers that have come of MySQL. */
  static boolean isServer(Path directory) {
    return Files.exists(directory.resolve("ibdata1"))
        && Files.isDirectory(directory.resolve("mysql"));
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
    private String socket = "";

    OnCopy(Path data, Examination examination) {
      super(data, examination);
    }

    @Override
    void start() throws IOException, DamageException, NotCheckedException {
      String program = tools.need("mariadbd");
      // Before anything runs, because each of them is needed.
      var _ = tools.need("mariadb-check");
      var _ = tools.need("mariadb");
      owner = examination.admitted(data);
      examination.links().confine(data);
      demandAllHere();
      Path run = tools.scratch().server(owner);
      socket = "--socket=" + run.resolve("socket");
      List<String> command =
          new ArrayList<>(
              List.of(
                  program,
                  "--no-defaults",
                  "--datadir=" + data,
                  "--tmpdir=" + run,
                  "--pid-file=" + run.resolve("pid"),
                  socket,
                  // Nobody but us is heard, nobody else is asked for more, nothing begins by
                  // itself.
                  "--skip-networking",
                  "--skip-grant-tables",
                  "--skip-slave-start",
                  "--skip-log-bin",
                  "--innodb-buffer-pool-load-at-startup=OFF",
                  "--innodb-buffer-pool-dump-at-shutdown=OFF"));
      if (owner.user() == 0) {
        command.add("--user=root");
      }
      server = Optional.of(tools.serve(owner, SIGNALS, command));
      server.get().await(() -> sql("SELECT 1").status() == 0);
    }

    /** What is in another place is named by its path, which leads to what runs. */
    private void demandAllHere() throws IOException, NotCheckedException {
      try (Stream<Path> all = Files.walk(data)) {
        Optional<Path> elsewhere = all.filter(file -> file.toString().endsWith(".isl")).findFirst();
        if (elsewhere.isPresent()) {
          throw new NotCheckedException(
              examination.links().live(elsewhere.get())
                  + " names a table that lies outside the data directory; check it by --exec");
        }
      }
    }

    private Said sql(String sql, String... options) throws IOException {
      List<String> command = new ArrayList<>(List.of(tools.find("mariadb").orElse("mariadb")));
      command.addAll(List.of("--no-defaults", socket, "--batch", "--raw", "--skip-column-names"));
      command.addAll(List.of(options));
      command.add("--execute=" + sql);
      return tools.run(owner, command.toArray(String[]::new));
    }

    @Override
    String check() {
      return "mariadb-check --all-databases";
    }

    @Override
    void verify() throws IOException, DamageException, NotCheckedException {
      Said said =
          tools.run(
              owner,
              tools.need("mariadb-check"),
              "--no-defaults",
              socket,
              "--all-databases",
              "--check",
              "--silent");
      server.orElseThrow().demandAlive();
      // Its status says only whether it could ask; each table that is not well has lines of its
      // own below its name.
      String name = "";
      for (String line : said.out().lines().toList()) {
        if (WRONG.matcher(line).matches()) {
          throw new DamageException(name + ": " + line.substring(line.indexOf(':') + 1).strip());
        }
        name = line.indexOf(':') < 0 ? line.strip() : name;
      }
      if (said.status() != 0) {
        throw new DamageException(said.complaint());
      }
    }

    @Override
    Said answer(Question question) throws IOException {
      String[] options =
          question
              .database()
              .map(name -> new String[] {"--database=" + name})
              .orElse(new String[0]);
      return sql(question.sql(), options);
    }
  }
}
