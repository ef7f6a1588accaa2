package io.lull.writer.redis;

import java.io.IOException;

/** Moves money between accounts, and notes each move, until it is closed. */
final class Load implements AutoCloseable {
  static final int ACCOUNTS = 20;

  private final TestRedis server;
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean over;
  private long moves;
  private String trouble = "";

  private Load(TestRedis server) {
    this.server = server;
  }

  static Load on(TestRedis server) {
    Load load = new Load(server);
    load.thread.start();
    return load;
  }

  /** Waits until it has made so many more. */
  synchronized void moves(int more) throws InterruptedException {
    for (long until = moves + more; moves < until && trouble.isEmpty(); ) {
      wait();
    }
    if (!trouble.isEmpty()) {
      throw new AssertionError("expected the server to serve, but " + trouble);
    }
  }

  synchronized long made() {
    return moves;
  }

  private void run() {
    try (Resp resp = server.connect()) {
      for (int i = 0; !over; i++) {
        resp.call("MULTI");
        resp.call("DECR", "account" + i % ACCOUNTS);
        resp.call("INCR", "account" + (i * 7 + 3) % ACCOUNTS);
        resp.call("RPUSH", "notes", "x".repeat(100));
        resp.call("EXEC");
        made("");
      }
    } catch (IOException e) {
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
