package io.lull.writer.database;

import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;

/** Where a server listens. */
public record Server(String host, int port) {
  /**
   * Refuses a server on another host: nobody there could end its hold if the network is gone, and
   * its files are not here to be copied.
   */
  public void isHere() throws IOException, WriterException {
    InetAddress address = InetAddress.getByName(host);
    if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
      throw Faults.mend(
          "a server on this host, because a writer works beside its data",
          host + " is an address of another one; run a node there");
    }
  }

  /** Refuses to let files be put back under a server that runs. */
  public void isStopped(Duration timeout) throws WriterException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), Math.clamp(timeout.toMillis(), 1, 60_000));
    } catch (IOException refused) {
      return;
    }
    throw Faults.mend(
        "the server to be stopped before its files are put back",
        "something answers at " + this + "; stop it");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
