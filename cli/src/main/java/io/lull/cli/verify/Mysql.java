package io.lull.cli.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A server that is never started on a copy beside the one that runs: its own dictionary says by
 * absolute paths where tables lie, and there is no way to know beforehand whether all of them are
 * in the set.
 */
final class Mysql implements Engine {
  @Override
  public String kind() {
    return "mysql";
  }

  @Override
  public boolean owns(Path directory) {
    return Mariadb.isServer(directory) && Files.exists(directory.resolve("mysql.ibd"));
  }

  @Override
  public void examine(Path at, Examination examination, Optional<Question> question) {
    examination.step(
        "starts and recovers",
        () -> {
          throw new NotCheckedException(
              "MySQL opens tables by absolute paths, which may lead out of a copy; check it by"
                  + " --exec on another machine");
        });
  }
}
