package io.lull.cli.verify;

import io.lull.cli.verify.Toolbox.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Its own program opens each database, which recovers it by its log, and checks it. */
final class Sqlite implements Engine {
  private static final String MAGIC = "SQLite format 3\0";
  private static final String CHECKS = "PRAGMA integrity_check; PRAGMA foreign_key_check";
  private static final Pattern USUAL_NAME = Pattern.compile(".*\\.(db|db3|sqlite|sqlite3)");
  private static final List<String> LOGS = List.of("-wal", "-shm", "-journal");

  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public boolean owns(Path file, boolean expected) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (LOGS.stream().anyMatch(name::endsWith) || Files.size(file) == 0) {
      return false;
    }
    if (Finder.begin(file, MAGIC.length()).equals(MAGIC)) {
      return true;
    }
    return expected
        && (USUAL_NAME.matcher(name).matches()
            || LOGS.stream().anyMatch(log -> Files.exists(file.resolveSibling(name + log))));
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public void examine(Path at, Examination examination, Optional<Question> question) {
    if (examination.step(
        "integrity_check, foreign_key_check of " + at.getFileName(),
        () -> check(at, examination))) {
      question.ifPresent(
          asked ->
              examination.step("query", () -> asked.compare(sql(at, examination, asked.sql()))));
    }
  }

  private static void check(Path database, Examination examination)
      throws IOException, DamageException, NotCheckedException {
    for (String log : LOGS) {
      Path beside = Path.of(database + log);
      if (Files.isSymbolicLink(beside)) {
        throw new NotCheckedException(
            examination.links().live(beside) + " is a link, and nobody opens a log by one");
      }
    }
    Said said = sql(database, examination, CHECKS);
    if (said.status() != 0) {
      throw new DamageException(said.complaint());
    }
    List<String> lines = said.out().lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals("ok")) {
      throw new DamageException(lines.stream().limit(3).reduce((a, b) -> a + " " + b).orElse(""));
    }
    if (lines.size() > 1) {
      String[] first = lines.get(1).split("\t", -1);
      throw new DamageException(
          (lines.size() - 1)
              + " rows refer to rows that are not there, the first in table "
              + first[0]);
    }
  }

  private static Said sql(Path database, Examination examination, String sql)
      throws IOException, NotCheckedException {
    Toolbox tools = examination.tools();
    String program = tools.need("sqlite3");
    Owner owner = Owner.of(database);
    Path directory = database.getParent();
    boolean his = directory != null && owner.equals(Owner.of(directory));
    return tools.run(
        his ? examination.admitted(database) : Owner.own(),
        program,
        // What a database says of itself must not make the program run or write anything else.
        "-safe",
        "-batch",
        "-noheader",
        "-separator",
        "\t",
        database.toString(),
        sql);
  }

  /** Whether this is a file that could be asked about by this name. */
  static boolean isNamed(Path database, String name) {
    return Files.isRegularFile(database, LinkOption.NOFOLLOW_LINKS)
        && database.endsWith(name.startsWith("/") ? name.substring(1) : name);
  }
}
