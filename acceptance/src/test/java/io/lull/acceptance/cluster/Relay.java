package io.lull.acceptance.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a node and a server, and can make the server look stuck or gone. */
final class Relay implements AutoCloseable {
  private static final int BUFFER = 16 << 10;

  private final ServerSocket door;
  private final int server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition flows = lock.newCondition();
  private boolean held;
  private volatile boolean cut;

  /** Relays to this port of this machine. */
  Relay(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Nothing gets through any more, and nobody is told. */
  void hold() {
    set(true);
  }

  /** Everything gets through again, also what waited. */
  void letFlow() {
    set(false);
  }

  private void set(boolean holds) {
    lock.lock();
    try {
      held = holds;
      flows.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The server is gone: connections end, and new ones end at once. */
  void cut() {
    cut = true;
    open.forEach(Relay::end);
  }

  /** The server is back. */
  void mend() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (cut) {
          end(client);
        } else {
          connect(client);
        }
      } catch (IOException closed) {
        // Whoever closed the door wanted that.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
    open.add(client);
    open.add(there);
    Thread.startVirtualThread(() -> copy(client, there));
    Thread.startVirtualThread(() -> copy(there, client));
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitFlow();
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException | InterruptedException ended) {
      // One side is gone, and the other one goes with it.
    } finally {
      end(from);
      end(to);
    }
  }

  private void awaitFlow() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held) {
        flows.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void end(Closeable socket) {
    try {
      socket.close();
    } catch (IOException already) {
      // It is as closed as it can be.
    }
  }

  @Override
  public void close() {
    letFlow();
    cut();
    end(door);
  }
}
