package io.lull.acceptance.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A database of SQLite. Each hand is a process of its own, as applications are: the node refuses a
 * database that it has open itself.
 */
final class SqlitePurse implements Purse {
  private static final String MAKE =
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1], isolation_level=None)
      database.execute('PRAGMA journal_mode=WAL')
      database.execute('CREATE TABLE purse (hand INTEGER PRIMARY KEY, money INTEGER NOT NULL)')
      for hand in range(int(sys.argv[2])):
        database.execute('INSERT INTO purse VALUES (?, 0)', (hand,))
      """;
  private static final String PUT =
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
      for amount in sys.stdin:
        database.execute('UPDATE purse SET money = money + ? WHERE hand = ?',
                         (int(amount), int(sys.argv[2])))
        print('kept', flush=True)
      """;
  private static final String COUNT =
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1])
      assert database.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
      print(database.execute('SELECT sum(money) FROM purse').fetchone()[0])
      """;
  private static final String FILE = "purse.db";

  private final Path volume;
  private final Path runDirectory;

  SqlitePurse(Path volume, Path runDirectory) throws Exception {
    this.volume = volume;
    this.runDirectory = runDirectory;
    var _ = said(python(MAKE, volume.resolve(FILE), HANDS));
  }

  private static Process python(String program, Path database, int number) throws IOException {
    return new ProcessBuilder(
            List.of("python3", "-c", program, database.toString(), Integer.toString(number)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String said(Process process) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("expected SQLite to do its work, but it failed: " + said);
    }
    return said.strip();
  }

  @Override
  public Path volume() {
    return volume;
  }

  @Override
  public String writer() {
    return ("kind = sqlite, behind = alone/front, databases = \"%s/*.db\", volumes = \"%s\","
            + " run-directory = \"%s\"")
        .formatted(volume, volume, runDirectory);
  }

  @Override
  public Hand hand(int number) throws Exception {
    Process process = python(PUT, volume.resolve(FILE), number);
    BufferedWriter in = process.outputWriter(UTF_8);
    BufferedReader out = process.inputReader(UTF_8);
    return new Hand() {
      @Override
      public void put(long amount) throws Exception {
        in.write(amount + "\n");
        in.flush();
        if (!"kept".equals(out.readLine())) {
          throw new AssertionError("expected SQLite to keep " + amount + ", but it did not");
        }
      }

      @Override
      public void close() throws IOException {
        in.close();
        process.onExit().join();
      }
    };
  }

  @Override
  public long count(Path copy) throws Exception {
    return Long.parseLong(said(python(COUNT, copy.resolve(FILE), 0)));
  }

  @Override
  public void close() {
    // Its processes end with their hands.
  }
}
