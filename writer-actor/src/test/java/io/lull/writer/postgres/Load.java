package io.lull.writer.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Moves money between accounts, and notes each move, until it is closed. */
public final class Load implements AutoCloseable {
  private final Way way;
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean over;
  private long moves;
  private String trouble = "";

  /** How it gets to the server. */
  @FunctionalInterface
  interface Way {
    Connection connect() throws SQLException;
  }

  private Load(Way way) {
    this.way = way;
  }

  public static Load on(TestPostgres server) {
    return through(() -> server.connect("boss"));
  }

  static Load through(Way way) {
    Load load = new Load(way);
    load.thread.start();
    return load;
  }

  /** Waits until it has made so many more. */
  public synchronized void moves(int more) throws InterruptedException {
    for (long until = moves + more; moves < until && trouble.isEmpty(); ) {
      wait();
    }
    if (!trouble.isEmpty()) {
      throw new AssertionError("expected the server to serve, but " + trouble);
    }
  }

  private void run() {
    try (Connection connection = way.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; !over; i++) {
        int from = i % 100 + 1;
        int to = (i * 7 + 3) % 100 + 1;
        statement.execute("UPDATE account SET money = money - 1 WHERE id = " + from);
        statement.execute("UPDATE account SET money = money + 1 WHERE id = " + to);
        statement.execute("INSERT INTO note (text) VALUES (repeat('x', 500))");
        connection.commit();
        made("");
      }
    } catch (SQLException e) {
      made(e.toString());
    }
  }

  private synchronized void made(String wrong) {
    moves++;
    trouble = wrong;
    notifyAll();
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
