package io.lull.writer.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.test.Real;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An application that has nothing of Lull: Python with its own copy of SQLite, or the system's. It
 * moves money between accounts all the time, in transactions of its own process.
 */
public final class Application implements AutoCloseable {
  private static final String PROGRAM =
      """
      import sqlite3, sys, threading, hashlib, os
      def connect(path):
          c = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
          return c
      def digest(c):
          return hashlib.sha256("\\n".join(c.iterdump()).encode()).hexdigest()
      def say(*words):
          print(*words, flush=True)
      moves = 0
      errors = []
      stop = False
      def work(path, other):
          global moves
          c = connect(path)
          if other: c.execute("ATTACH ? AS other", (other,))
          while not stop:
              try:
                  c.execute("BEGIN IMMEDIATE")
                  for table in ["account"] + (["other.account"] if other else []):
                      a, b = moves % 100, (moves * 7 + 1) % 100
                      c.execute("UPDATE " + table + " SET money = money - 1 WHERE id = ?", (a,))
                      c.execute("UPDATE " + table + " SET money = money + 1 WHERE id = ?", (b,))
                      c.execute("INSERT INTO " + table.replace("account", "move") + " VALUES (?)", (moves,))
                  c.execute("COMMIT")
                  moves += 1
              except Exception as e:
                  errors.append(str(e))
      def make(path, mode):
          c = connect(path)
          c.execute("PRAGMA page_size=1024")
          c.execute("PRAGMA journal_mode=" + mode)
          c.execute("PRAGMA synchronous=OFF")
          c.executescript("CREATE TABLE account(id INTEGER PRIMARY KEY, money, pad); CREATE TABLE move(n);")
          c.execute("BEGIN")
          for i in range(100):
              c.execute("INSERT INTO account VALUES (?, 1000, ?)", (i, "x" * 300))
          c.execute("COMMIT")
          return c
      c = None
      for line in sys.stdin:
          word, _, rest = line.rstrip("\\n").partition(" ")
          rest = rest.replace("\\\\n", "\\n")
          try:
              if word == "make":
                  mode, _, path = rest.partition(" ")
                  c = make(path, mode); say("made")
              elif word == "open": c = connect(rest); say("opened")
              elif word == "work":
                  threading.Thread(target=work, args=(rest, None), daemon=True).start(); say("works")
              elif word == "both":
                  one, _, two = rest.partition("|")
                  threading.Thread(target=work, args=(one, two), daemon=True).start(); say("works")
              elif word == "moves": say(moves)
              elif word == "errors": say(len(errors), errors[:2])
              elif word == "digest": say(digest(c))
              elif word == "checkpoint": say(c.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall())
              elif word == "close": c.close(); say("closed")
              elif word == "rows": say(c.execute(rest).fetchall())
              elif word == "many":
                  for i in range(1000): connect(rest + "/" + str(i) + ".db").executescript(
                      "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE t(x); INSERT INTO t VALUES(1)")
                  say("made")
              elif word == "unlocked":
                  u = sqlite3.connect("file:" + rest + "?nolock=1", uri=True, isolation_level=None)
                  u.execute("INSERT INTO move VALUES (-1)"); u.close(); say("written")
              elif word == "check":
                  d = connect(rest)
                  say(d.execute("PRAGMA integrity_check").fetchone()[0], d.execute("SELECT sum(money) FROM account").fetchone()[0], digest(d)); d.close()
              else: c.execute(word + " " + rest); say("done")
          except Exception as e: say("failed", type(e).__name__, e)
      """;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Application(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().start(this::read);
  }

  public static Application start() throws IOException {
    Real.needCommand("python3");
    return new Application(
        new ProcessBuilder(List.of("python3", "-c", PROGRAM))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** One that has made a database and writes to it all the time. */
  public static Application writing(Path path, String mode) throws Exception {
    Application application = start();
    application.make(path, mode);
    application.ask("work " + name(path));
    application.makesMoves(10);
    return application;
  }

  public void make(Path path, String mode) throws Exception {
    String said = ask("make " + mode + " " + name(path));
    if (!said.equals("made")) {
      throw new AssertionError(said);
    }
  }

  private static String name(Path path) {
    return path.toString().replace("\n", "\\n");
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException gone) {
      lines.add("gone");
    }
  }

  /** Has something done, and says what came of it. */
  public synchronized String ask(String word) throws Exception {
    process.getOutputStream().write((word + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
    String line = lines.poll(2, TimeUnit.MINUTES);
    if (line == null) {
      throw new AssertionError("expected an answer to " + word);
    }
    return line;
  }

  public long moves() throws Exception {
    return Long.parseLong(ask("moves"));
  }

  /** Waits until it has made so many more. */
  public void makesMoves(int more) throws Exception {
    long enough = moves() + more;
    while (moves() < enough) {
      Thread.onSpinWait();
    }
  }

  /** Everything that is in the database, in one word. */
  public String digest() throws Exception {
    return ask("digest");
  }

  /** What SQLite says to all of a copy, how much money is in it, and its digest. */
  public String check(Path copy) throws Exception {
    return ask("check " + name(copy));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
