package io.lull.cli.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked about data of one kind.
 *
 * <p>Nothing records which engine the data of a component is of, and a set of directories has no
 * component at all, so it is told by the files. What is run is that of the engine, on the copy that
 * was taken out; each step tells the examination what came of it.
 */
sealed interface Engine permits Postgres, Mariadb, Mysql, Redis, Sqlite {
  /** All of them. */
  static List<Engine> all() {
    return List.of(new Postgres(), new Mariadb(), new Mysql(), new Redis(), new Sqlite());
  }

  /** As the writer is called that speaks for it. */
  String kind();

  /** Whether a directory is the data of a whole server. */
  default boolean owns(Path directory) throws IOException {
    return false;
  }

  /**
   * Whether a file is one of its databases.
   *
   * @param expected whether an application has said that its data is here, so that a file that is
   *     no database only because it is damaged has to be taken for one
   */
  default boolean owns(Path file, boolean expected) throws IOException {
    return false;
  }

  /** Whether it can be asked a question of the user's. */
  default boolean answers() {
    return false;
  }

  /** Asks it about what was found there. */
  void examine(Path at, Examination examination, Optional<Question> question);
}
