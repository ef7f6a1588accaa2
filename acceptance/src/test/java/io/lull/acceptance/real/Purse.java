package io.lull.acceptance.real;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Where some of the money is: one engine, with rows or files that one hand changes each. */
interface Purse extends AutoCloseable {
  /** How many threads may put something in at once, each into its own place. */
  int HANDS = 4;

  /** One of the hands. */
  interface Hand extends AutoCloseable {
    /** Puts in, or takes out what is less than nothing; it is kept when this returns. */
    void put(long amount) throws Exception;

    @Override
    void close() throws IOException, SQLException;
  }

  /** The volume that it lies on. */
  Path volume();

  /** What the node is told of its writer. */
  String writer() throws Exception;

  Hand hand(int number) throws Exception;

  /** Whether a writer has it although it takes writes. */
  default boolean inBackupMode() throws Exception {
    return false;
  }

  /** Opens a copy by itself and counts what is in it. */
  long count(Path copy) throws Exception;

  @Override
  void close();
}
